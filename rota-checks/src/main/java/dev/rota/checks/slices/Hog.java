package dev.rota.checks.slices;

import java.math.BigInteger;
import java.util.function.BooleanSupplier;

/** What only computes, or keeps its carrier in another way. */
enum Hog {
  /** Polls, as woven code does. */
  WOVEN("woven") {
    @Override
    void until(BooleanSupplier enough) {
      Work.until(enough);
    }
  },
  /** Is in code of the JDK, for some hundred milliseconds at a time. */
  BIG_INTEGER("BigInteger.multiply") {
    @Override
    void until(BooleanSupplier enough) {
      while (!enough.getAsBoolean()) {
        if (LARGE.multiply(LARGE.add(BigInteger.TWO)).signum() <= 0) {
          throw new IllegalStateException("overflow");
        }
      }
    }
  },
  /** Initialises classes, 200 ms each: it polls, and cannot give its carrier up. */
  CLASS_INITIALIZER("a class initialiser") {
    @Override
    void until(BooleanSupplier enough) {
      while (!enough.getAsBoolean()) {
        Initializer.run(200);
      }
    }
  },
  /** Sorts in the C library, some hundred milliseconds at a time. */
  NATIVE_CODE("native code") {
    @Override
    void until(BooleanSupplier enough) {
      NativeCalls.sortUntil(enough);
    }
  },
  /** Sleeps in the C library, 200 ms at a time. */
  NATIVE_SLEEP("a native sleep") {
    @Override
    void until(BooleanSupplier enough) {
      while (!enough.getAsBoolean()) {
        NativeCalls.sleep(200_000);
      }
    }
  };

  private static final BigInteger LARGE =
      BigInteger.ONE.shiftLeft(3_000_000).subtract(BigInteger.TEN);

  final String title;

  Hog(String title) {
    this.title = title;
  }

  abstract void until(BooleanSupplier enough);
}
