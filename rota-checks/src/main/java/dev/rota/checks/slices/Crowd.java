package dev.rota.checks.slices;

import dev.rota.slice.SlicedPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** What a turn costs by how many threads are alive, and by how many of them are runnable. */
final class Crowd {

  private static final int RUNNABLE = 100;
  private static final int YIELDS = 1_000_000;

  private Crowd() {}

  static void print(Paper paper) throws Exception {
    var _ = switching(0); // warm
    paper.title("Switch of 100 that yield on one carrier, beside others that are parked");
    for (int parked : new int[] {0, 1_000, 100_000, 1_000_000}) {
      paper.row(parked + " parked", "%.0f ns", paper.median(() -> switching(parked)));
    }
    paper.title("Switch by the number of those that yield on one carrier");
    for (int runnable : new int[] {10, 100, 1_000, 10_000, 100_000}) {
      paper.row(
          runnable + " runnable",
          "%.0f ns",
          paper.median(() -> ThreadCosts.yielding(runnable, 2 * YIELDS)));
    }
  }

  /** CPU time from one turn to the next of a hundred that yield, beside {@code parked} others. */
  private static double switching(int parked) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    try (SlicedPool pool = SlicedPool.builder().workers(1).quantum(Duration.ofMillis(10)).build()) {
      List<Thread> sleepers = new ArrayList<>(parked);
      CountDownLatch begun = new CountDownLatch(parked);
      for (int i = 0; i < parked; i++) {
        Thread sleeper = pool.threadFactory().newThread(() -> sleep(begun, enough));
        sleepers.add(sleeper);
        sleeper.start();
      }
      begun.await();
      double each = ThreadCosts.yielding(pool, RUNNABLE, YIELDS);
      enough.set(true);
      sleepers.forEach(LockSupport::unpark);
      return each;
    }
  }

  private static void sleep(CountDownLatch begun, AtomicBoolean enough) {
    begun.countDown();
    while (!enough.get()) {
      LockSupport.park();
    }
  }
}
