package dev.rota.cli.sim;

import java.math.BigDecimal;

/** Times for programs: milliseconds, exact to the nanosecond. */
final class Millis {
  private static final int DIGITS = 6;

  private Millis() {}

  static String of(long nanos) {
    return nanos == 0
        ? "0"
        : BigDecimal.valueOf(nanos, DIGITS).stripTrailingZeros().toPlainString();
  }

  static String of(double nanos) {
    return of(Math.round(nanos));
  }
}
