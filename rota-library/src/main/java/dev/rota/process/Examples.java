package dev.rota.process;

import java.util.Collection;
import java.util.IdentityHashMap;

/**
 * A task of each kind that has succeeded in the pool, for workers that wait: they read it, as they
 * would to run it, so that its classes are there when the first of its kind comes. Only what has
 * once been read, run and answered without harm is sent. Guarded by the pool's lock.
 */
final class Examples {

  private static final int MOST = 16;
  private static final int MOST_BYTES = 1 << 12;

  private final IdentityHashMap<Object, Cargo> examples = new IdentityHashMap<>();
  private boolean closed;

  /** A task has succeeded; true if it is an example of a kind that was not known. */
  boolean learn(ProcessTask<?> task) {
    if (closed || task.cargo.bytes.length > MOST_BYTES) {
      return false;
    }
    Object kind = task.cargo.function == null ? task.callable.getClass() : task.cargo.function;
    boolean isNew = examples.putIfAbsent(kind, task.cargo) == null;
    closed = examples.size() == MOST;
    return isNew;
  }

  Collection<Cargo> all() {
    return examples.values();
  }

  /** A worker died that had done nothing but read them. */
  void distrust() {
    examples.clear();
    closed = true;
  }
}
