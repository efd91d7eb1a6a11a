package dev.rota.checks.compare.figure;

import dev.rota.Pool;
import dev.rota.PoolStats;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waiting for pools. */
final class Pools {

  private static final long LOOK_EVERY = 100_000; // ns

  private Pools() {}

  /** Until the pool's figures are as wanted. */
  static void await(Pool pool, Predicate<PoolStats> wanted) {
    long end = System.nanoTime() + 120_000_000_000L;
    while (!wanted.test(pool.stats())) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the pool does not get there: " + pool.stats());
      }
      LockSupport.parkNanos(LOOK_EVERY);
    }
  }

  /** Until so many workers wait for tasks, spares among them. */
  static void awaitReady(Pool pool, int workers) {
    await(pool, stats -> stats.idle() + stats.spares() >= workers);
  }
}
