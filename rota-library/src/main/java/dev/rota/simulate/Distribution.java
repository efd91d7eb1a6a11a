package dev.rota.simulate;

import java.util.Arrays;

/**
 * Times of tasks, in bounded memory: the first {@value #EXACT} are kept as they are, so that small
 * runs have exact percentiles; from then on only how many fell into each of the buckets, whose
 * width is at most 1/256 of what is in them.
 */
final class Distribution {
  static final int EXACT = 8192;
  private static final int SUB_BUCKET_BITS = 8;
  private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;

  private long[] exact = new long[4];
  private long[] buckets = {};
  private long count;
  private double sum;
  private long max;

  void add(long nanos) {
    sum += nanos;
    max = Math.max(max, nanos);
    if (count < EXACT) {
      if (count == exact.length) {
        exact = Arrays.copyOf(exact, exact.length * 2);
      }
      exact[(int) count] = nanos;
    } else {
      if (count == EXACT) {
        spill();
      }
      buckets[bucket(nanos)]++;
    }
    count++;
  }

  private void spill() {
    buckets = new long[bucket(Long.MAX_VALUE) + 1];
    for (long nanos : exact) {
      buckets[bucket(nanos)]++;
    }
    exact = new long[0];
  }

  Spread spread() {
    if (count == 0) {
      return new Spread(0, 0, 0, 0);
    }
    long[] sorted = Arrays.copyOf(exact, (int) Math.min(count, exact.length));
    Arrays.sort(sorted);
    return new Spread(sum / count, percentile(50, sorted), percentile(99, sorted), max);
  }

  private long percentile(int percent, long[] sorted) {
    long rank = Math.ceilDiv(count * percent, 100);
    if (buckets.length == 0) {
      return sorted[(int) rank - 1];
    }
    int bucket = -1;
    for (long passed = 0; passed < rank; passed += buckets[bucket]) {
      bucket++;
    }
    return Math.min(max, last(bucket));
  }

  private static int bucket(long nanos) {
    if (nanos < SUB_BUCKETS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SUB_BUCKET_BITS;
    return (shift << SUB_BUCKET_BITS) + (int) (nanos >>> shift);
  }

  /** The largest value of a bucket. */
  private static long last(int bucket) {
    if (bucket < SUB_BUCKETS) {
      return bucket;
    }
    int shift = (bucket >> SUB_BUCKET_BITS) - 1;
    long first = (long) (bucket - (shift << SUB_BUCKET_BITS)) << shift;
    return first + (1L << shift) - 1;
  }
}
