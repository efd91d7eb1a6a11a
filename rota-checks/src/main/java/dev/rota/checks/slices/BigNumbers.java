package dev.rota.checks.slices;

import java.math.BigInteger;
import java.util.function.BooleanSupplier;

/** Work of the JDK in which no poll is. */
final class BigNumbers {

  private static final BigInteger LARGE =
      BigInteger.ONE.shiftLeft(3_000_000).subtract(BigInteger.TEN);

  private BigNumbers() {}

  static void until(BooleanSupplier enough) {
    while (!enough.getAsBoolean()) {
      if (LARGE.multiply(LARGE.add(BigInteger.TWO)).signum() <= 0) {
        throw new IllegalStateException("overflow");
      }
    }
  }
}
