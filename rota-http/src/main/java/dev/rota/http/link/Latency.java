package dev.rota.http.link;

/**
 * How long requests took: counts by logarithmic buckets, four to a doubling, so a percentile is at
 * most a fifth too high.
 */
public final class Latency {

  /** How many buckets there are: from 1 us to 4,295 s. */
  static final int BUCKETS = 128;

  private static final int STEPS_BITS = 2;
  private static final int STEPS = 1 << STEPS_BITS;
  private static final long NANOS_PER_MICRO = 1_000;

  private final long[] counts;

  Latency(long[] counts) {
    this.counts = counts;
  }

  static int bucket(long nanos) {
    long micros = Math.max(1, nanos / NANOS_PER_MICRO);
    int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    long rest =
        doublings < STEPS_BITS
            ? micros << (STEPS_BITS - doublings)
            : micros >> (doublings - STEPS_BITS);
    return (int) Math.min(BUCKETS - 1L, (long) doublings * STEPS + (rest & (STEPS - 1)));
  }

  /** The upper end of a bucket. */
  private static double micros(int bucket) {
    return Math.scalb(1 + (bucket % STEPS + 1) / (double) STEPS, bucket / STEPS);
  }

  /** How many there were. */
  public long count() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** The time, in us, that a part of the requests did not exceed; 0 if there were none. */
  public double micros(double part) {
    long wanted = (long) Math.ceil(part * count());
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return micros(i);
      }
    }
    return 0;
  }
}
