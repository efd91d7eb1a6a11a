package dev.rota.cli.sim;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The unit of all times of a table or chart. */
enum Unit {
  US("us", 1_000L),
  MS("ms", 1_000_000L),
  S("s", 1_000_000_000L),
  MIN("min", 60_000_000_000L),
  H("h", 3_600_000_000_000L);

  private static final int ENOUGH = 100; // of a unit, to be told in the next smaller one no more
  private static final int DIGITS = 3;

  final String word;
  final long nanos;

  Unit(String word, long nanos) {
    this.word = word;
    this.nanos = nanos;
  }

  /** The one for times up to this; milliseconds where they will do. */
  static Unit of(long nanos) {
    if (nanos < MS.nanos) {
      return US;
    }
    var unit = MS;
    for (var larger : new Unit[] {S, MIN, H}) {
      if (nanos / larger.nanos >= ENOUGH) {
        unit = larger;
      }
    }
    return unit;
  }

  /** So many of it, to a thousandth. */
  String format(long time) {
    return format(BigDecimal.valueOf(time));
  }

  /** So many of it, to a thousandth. */
  String format(double time) {
    return format(new BigDecimal(time));
  }

  private String format(BigDecimal time) {
    return plain(time.divide(BigDecimal.valueOf(nanos), DIGITS, RoundingMode.HALF_UP));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** A share as a percentage. */
  static String percent(double share) {
    return plain(BigDecimal.valueOf(share * 100).setScale(1, RoundingMode.HALF_UP)) + "%";
  }

  /** A number to a thousandth, or to three digits if it is less than one. */
  static String decimal(double number) {
    var exact = BigDecimal.valueOf(number);
    return plain(
        number < 1
            ? exact.round(new MathContext(DIGITS, RoundingMode.HALF_UP))
            : exact.setScale(DIGITS, RoundingMode.HALF_UP));
  }
}
