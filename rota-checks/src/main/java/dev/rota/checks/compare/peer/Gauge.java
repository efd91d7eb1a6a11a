package dev.rota.checks.compare.peer;

import java.util.Arrays;

/** Measures one way of doing one work, long enough each time. */
final class Gauge {

  private static final long LEAST_NANOS = 150_000_000; // of one measurement
  private static final long WARM_NANOS = 2_000_000_000;
  private static final int LEAST_COUNT = 50;

  private final Way way;
  private final Work work;
  private int count = LEAST_COUNT;

  Gauge(Way way, Work work) {
    this.way = way;
    this.work = work;
  }

  /** Warms up, and finds how many tasks make a measurement long enough. */
  void warmUp() throws Exception {
    long warm = 0;
    while (warm < WARM_NANOS) {
      long nanos = Arrays.stream(way.measure(work, count)).sum();
      warm += nanos;
      if (nanos < LEAST_NANOS) {
        count *= 2;
      }
    }
  }

  /** Median time of a task in microseconds. */
  double micros() throws Exception {
    long[] nanos = way.measure(work, count);
    Arrays.sort(nanos);
    return nanos[count / 2] / 1e3;
  }

  /** Tasks a second. */
  double perSecond() throws Exception {
    return count * 1e9 / way.measure(work, count)[0];
  }
}
