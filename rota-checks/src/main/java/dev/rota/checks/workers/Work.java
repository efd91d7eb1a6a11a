package dev.rota.checks.workers;

import dev.rota.Task;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Semaphore;

/** What the workers are to do. */
enum Work {
  COMPUTES("2 ms of CPU time"),
  WAITS("10 ms of waiting"),
  SHARES("10 ms of waiting for what serves 12 at a time");

  private static final int PLACES = 12;
  private static final int WAIT_MILLIS = 10;
  private static final long CPU_NANOS = 2_000_000;
  private static final int TRIAL = 20_000_000;

  private static final Semaphore UPSTREAM = new Semaphore(PLACES);

  final String title;

  Work(String title) {
    this.title = title;
  }

  /** Whether workers of other processes find the same upstream. */
  boolean travels() {
    return this != SHARES;
  }

  Task<Long> task() {
    return switch (this) {
      case COMPUTES -> {
        long rounds = Calibration.ROUNDS;
        yield () -> compute(rounds);
      }
      case WAITS -> Work::rest;
      case SHARES -> Work::askUpstream;
    };
  }

  private static long askUpstream() throws InterruptedException {
    UPSTREAM.acquire();
    try {
      return rest();
    } finally {
      UPSTREAM.release();
    }
  }

  private static long rest() throws InterruptedException {
    Thread.sleep(WAIT_MILLIS);
    return WAIT_MILLIS;
  }

  private static long compute(long rounds) {
    long x = rounds;
    for (long i = 0; i < rounds; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** How long the loop must be; found once. */
  private static final class Calibration {
    static final long ROUNDS = rounds();

    private static long rounds() {
      long shortest = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        long start = cpuNanos();
        long x = compute(TRIAL);
        long nanos = cpuNanos() - start;
        shortest = x == 0 ? shortest : Math.min(shortest, nanos);
      }
      return TRIAL * CPU_NANOS / shortest;
    }
  }
}
