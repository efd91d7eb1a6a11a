package dev.rota.checks.lock;

import dev.rota.share.SharedLong;
import dev.rota.share.SharedRegion;

/** A critical section of a microsecond, and as much outside. */
final class Contended {

  private static final long SECTION_NANOS = 1000;

  private Contended() {}

  /** Begins when the start is given; leaves the longest wait in the region. */
  static void loop(SharedRegion region, Runnable lock, Runnable unlock, int times) {
    SharedLong start = region.counter("start");
    SharedLong longest = region.counter("longest");
    while (start.get() == 0) {
      Thread.onSpinWait();
    }
    long worst = 0;
    for (int i = 0; i < times; i++) {
      long asked = System.nanoTime();
      lock.run();
      worst = Math.max(worst, System.nanoTime() - asked);
      spin();
      unlock.run();
      spin();
    }
    long known = longest.get();
    while (worst > known && !longest.compareAndSet(known, worst)) {
      known = longest.get();
    }
  }

  private static void spin() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < SECTION_NANOS) {
      Thread.onSpinWait();
    }
  }
}
