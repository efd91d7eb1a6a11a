package dev.rota.share;

import org.jspecify.annotations.NullMarked;

/** Counts how often a waiter looked and had to sleep; needs {@code -Drota.share.faultPoints}. */
@NullMarked
public final class Looks {

  private Looks() {}

  /** What to do whenever one has. */
  public static void inVain(Runnable action) {
    FaultPoint.set(
        name -> {
          if (name.equals("wait: about to sleep")) {
            action.run();
          }
        });
  }
}
