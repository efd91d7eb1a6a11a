package dev.rota.share;

import java.util.function.BooleanSupplier;

/**
 * Looking a few times before going to sleep, where that has paid of late: to sleep and to be woken
 * takes two or three times as long as all the looks, and is wasted if who holds a lock is about to
 * give it back. But if that one needs this processor for it, each look is wasted.
 *
 * <p>Learns as a processor's predictor of branches does. Used by many threads at once; what they
 * lose of each other's counts does no harm.
 */
final class Spin {

  private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;
  private static final int SUREST = 15;
  private static final int UNSURE = 7;
  private static final int WON = 2; // a third of them must, to go on
  private static final int TRIED_ANYWAY = 64;

  private int trust = SUREST;
  private int doubts;

  /** Whether it came to be so meanwhile. */
  boolean until(BooleanSupplier isSo) {
    if (trust <= UNSURE && ++doubts % TRIED_ANYWAY != 0) {
      return false;
    }
    for (int i = 0; i < LOOKS; i++) {
      Thread.onSpinWait();
      if (isSo.getAsBoolean()) {
        trust = Math.min(SUREST, trust + WON);
        return true;
      }
    }
    trust = Math.max(0, trust - 1);
    return false;
  }
}
