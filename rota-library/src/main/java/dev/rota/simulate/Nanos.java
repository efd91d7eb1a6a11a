package dev.rota.simulate;

/** Sums that do not overflow unseen. */
final class Nanos {
  /** Longer than any time. */
  static final long NEVER = Long.MAX_VALUE;

  private Nanos() {}

  static long sum(long a, long b) {
    long sum = a + b;
    if (sum < 0 || sum == NEVER) { // both are 0 or more
      throw new SimulationException("the run's time passes 2^63 ns, 292 years", null);
    }
    return sum;
  }
}
