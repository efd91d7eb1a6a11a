package dev.rota;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts times in buckets whose width grows with the time: 32 of equal width in each doubling, as
 * in Gil Tene's HdrHistogram. Takes any time from 0 to {@code Long.MAX_VALUE} ns; below 64 ns they
 * are kept exactly, above to within 1/64 (1.6 %). 15 KiB, whatever is recorded. Lock-free:
 * recording is one atomic increment, and another write when it is a new longest time. Percentiles
 * that are read while others record may miss some of what is being recorded.
 */
final class Histogram {

  private static final int PRECISION = 5; // bits of a time that count, after its first
  private static final int BUCKETS = (Long.SIZE - PRECISION) << PRECISION;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final AtomicLong longest = new AtomicLong();

  /** Counts a time; one below zero counts as zero. */
  void record(long nanos) {
    long time = Math.max(0, nanos);
    counts.getAndIncrement(bucket(time));
    long most = longest.getPlain();
    while (time > most) {
      most = longest.compareAndExchange(most, time);
    }
  }

  Percentiles percentiles() {
    long max = longest.get();
    long[] taken = new long[BUCKETS];
    long count = 0;
    for (int i = 0; i < BUCKETS; i++) {
      taken[i] = counts.get(i);
      count += taken[i];
    }
    return new Percentiles(
        count,
        percentile(taken, count, 0.50, max),
        percentile(taken, count, 0.90, max),
        percentile(taken, count, 0.99, max),
        Duration.ofNanos(max));
  }

  private static Duration percentile(long[] taken, long count, double share, long max) {
    long rank = (long) Math.ceil(count * share);
    long passed = 0;
    for (int i = 0; i < taken.length && rank > 0; i++) {
      passed += taken[i];
      if (passed >= rank) {
        return Duration.ofNanos(Math.min(middle(i), max));
      }
    }
    return Duration.ZERO;
  }

  private static int bucket(long time) {
    int shift = Math.max(0, Long.SIZE - 1 - PRECISION - Long.numberOfLeadingZeros(time));
    return (shift << PRECISION) + (int) (time >>> shift);
  }

  /** The time in the middle of a bucket. */
  private static long middle(int bucket) {
    int shift = Math.max(0, (bucket >> PRECISION) - 1);
    long first = (bucket - ((long) shift << PRECISION)) << shift;
    return first + ((1L << shift) - 1) / 2;
  }
}
