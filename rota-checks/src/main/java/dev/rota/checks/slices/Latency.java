package dev.rota.checks.slices;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * How soon a task that works 50 microseconds is done beside hogs, when it is asked for each
 * millisecond. The schedule is fixed: request k is due k ms after the start, however long those
 * before it took, and its latency is from there to its completion, so it includes the 50
 * microseconds. It is answered if it is done before the next one is due. Requests whose time passes
 * while an earlier one is under way are never served, which counts as not answered.
 *
 * @param answered of those asked, 0 to 1
 * @param p50 of those served, in time or late, in microseconds; NaN if there is none
 * @param p99 the same
 * @param max the same
 */
record Latency(double answered, double p50, double p99, double max) {

  static final int CARRIERS = 2;

  private static final long QUICK_MICROS = 50;
  private static final long PERIOD_NANOS = 1_000_000;
  private static final long SETTLE_MILLIS = 300;

  /**
   * Asks so many times beside hogs that such threads run; the first of them is one of that kind.
   */
  static Latency measure(Kind.Maker maker, int hogs, Hog first, int asked) throws Exception {
    long steps = Work.stepsIn(QUICK_MICROS);
    AtomicBoolean enough = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < hogs; i++) {
      Hog hog = i == 0 ? first : Hog.WOVEN;
      threads.add(maker.start(() -> hog.until(enough::get)));
    }
    Thread.sleep(SETTLE_MILLIS);
    List<Long> latencies = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    long start = System.nanoTime() + PERIOD_NANOS;
    Thread asker = maker.start(() -> serve(start, steps, asked, over, latencies));
    asker.join(SETTLE_MILLIS + asked * PERIOD_NANOS / 1_000_000);
    over.set(true);
    enough.set(true);
    asker.join();
    for (Thread thread : threads) {
      thread.join();
    }
    return of(latencies.stream().mapToLong(Long::longValue).toArray(), asked);
  }

  private static void serve(
      long start, long steps, int asked, AtomicBoolean over, List<Long> latencies) {
    for (long next = 0; next < asked && !over.get(); ) {
      long due = start + next * PERIOD_NANOS;
      long early = due - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
      long _ = Work.steps(steps);
      long latency = System.nanoTime() - due;
      if (!over.get()) {
        latencies.add(latency);
      }
      next += 1 + latency / PERIOD_NANOS;
    }
  }

  /** Of what was served, in nanoseconds each. */
  static Latency of(long[] latencies, int asked) {
    long[] sorted = latencies.clone();
    Arrays.sort(sorted);
    long inTime = Arrays.stream(sorted).filter(latency -> latency < PERIOD_NANOS).count();
    return sorted.length == 0
        ? new Latency(0, Double.NaN, Double.NaN, Double.NaN)
        : new Latency(
            inTime / (double) asked,
            sorted[sorted.length / 2] / 1e3,
            sorted[(int) (sorted.length * 0.99)] / 1e3,
            sorted[sorted.length - 1] / 1e3);
  }

  /** Whether none was served. */
  boolean isEmpty() {
    return Double.isNaN(p50);
  }

  /** The median of each figure. */
  static Latency median(List<Latency> runs) {
    return new Latency(
        median(runs, Latency::answered),
        median(runs, Latency::p50),
        median(runs, Latency::p99),
        median(runs, Latency::max));
  }

  private static double median(List<Latency> runs, ToDoubleFunction<Latency> figure) {
    return Paper.median(runs.stream().mapToDouble(figure).toArray());
  }
}
