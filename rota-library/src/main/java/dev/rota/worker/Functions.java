package dev.rota.worker;

import java.util.HashMap;
import java.util.Map;

/**
 * The functions that the master has sent. Each change makes a new table, so that who began a run
 * with one keeps what the run may call, whatever the master has forgotten meanwhile.
 */
final class Functions {

  private final Map<Long, SentFunction> known; // never changed

  /** A table without functions. */
  Functions() {
    this(Map.of());
  }

  private Functions(Map<Long, SentFunction> known) {
    this.known = known;
  }

  Functions with(long id, byte[] sent) {
    Map<Long, SentFunction> changed = new HashMap<>(known);
    changed.put(id, new SentFunction(sent));
    return new Functions(changed);
  }

  Functions without(long id) {
    Map<Long, SentFunction> changed = new HashMap<>(known);
    changed.remove(id);
    return new Functions(changed);
  }

  SentFunction get(long id) {
    SentFunction function = known.get(id);
    if (function == null) {
      throw new IllegalStateException("function " + id + " was never sent");
    }
    return function;
  }
}
