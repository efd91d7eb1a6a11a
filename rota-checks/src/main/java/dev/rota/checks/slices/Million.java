package dev.rota.checks.slices;

import dev.rota.slice.SlicedPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** So many threads alive, a hundred of them runnable: what a turn costs. */
final class Million {

  private static final int RUNNABLE = 100;

  private Million() {}

  /** CPU time from one turn to the next of a hundred that yield, beside {@code parked} others. */
  static double switching(int parked) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    try (SlicedPool pool = SlicedPool.builder().workers(1).quantum(Duration.ofMillis(10)).build()) {
      List<Thread> sleepers = new ArrayList<>(parked);
      CountDownLatch begun = new CountDownLatch(parked);
      for (int i = 0; i < parked; i++) {
        Thread sleeper =
            pool.threadFactory()
                .newThread(
                    () -> {
                      begun.countDown();
                      while (!enough.get()) {
                        LockSupport.park();
                      }
                    });
        sleepers.add(sleeper);
        sleeper.start();
      }
      begun.await();
      double each = Costs.yielding(pool, RUNNABLE, 1_000_000);
      enough.set(true);
      sleepers.forEach(LockSupport::unpark);
      return each;
    }
  }
}
