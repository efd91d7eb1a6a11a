package dev.rota.http.serve;

import java.time.Duration;

/** Says of an option which value is wrong, and what is allowed. */
final class Ranges {

  private Ranges() {}

  static int range(String option, int value, int least, int most) {
    return (int) range(option, (long) value, least, most);
  }

  static long range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  static Duration positive(String option, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(option + " must be above zero, not " + value);
    }
    return value;
  }

  static String path(String option, String value) {
    if (!value.startsWith("/")) {
      throw new IllegalArgumentException(option + " must begin with /, not " + value);
    }
    return value;
  }
}
