package dev.rota.schedule;

import java.time.Duration;

/** The lengths of time that policies take, in nanoseconds. */
final class Quantum {

  static final Duration DEFAULT = Duration.ofMillis(10);

  private static final Duration LONGEST = Duration.ofNanos(Policy.NO_END - 1);

  private Quantum() {}

  static long nanos(String option, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          option + ": " + value + " is no time to run in; allowed is anything above zero");
    }
    return value.compareTo(LONGEST) < 0 ? value.toNanos() : Policy.NO_END - 1;
  }
}
