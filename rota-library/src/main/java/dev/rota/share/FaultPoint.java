package dev.rota.share;

import java.util.function.Consumer;

/**
 * The places where it matters if a process is killed or stopped there. A check sets what happens at
 * them; for everybody else they are compiled away.
 */
final class FaultPoint {

  private static final boolean ENABLED = Boolean.getBoolean("rota.share.faultPoints");

  private static volatile Consumer<String> hook = name -> {};

  private FaultPoint() {}

  /** What to do at each place, by its name. */
  static void set(Consumer<String> whatHappens) {
    if (!ENABLED) {
      throw new IllegalStateException("run with -Drota.share.faultPoints=true");
    }
    hook = whatHappens;
  }

  /** The current thread is there. */
  static void at(String name) {
    if (ENABLED) {
      hook.accept(name);
    }
  }
}
