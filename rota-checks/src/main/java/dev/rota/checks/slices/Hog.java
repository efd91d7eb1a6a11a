package dev.rota.checks.slices;

import dev.rota.slice.Slice;
import java.math.BigInteger;
import java.util.function.BooleanSupplier;

/** What only computes, or keeps its carrier in another way; polls where woven code would. */
enum Hog {
  WOVEN("woven") {
    @Override
    void turn() {
      long _ = Work.steps(1);
    }
  },
  /** Is in code of the JDK, for some hundred milliseconds at a time. */
  BIG_INTEGER("BigInteger.multiply") {
    @Override
    void turn() {
      if (LARGE.multiply(LARGE.add(BigInteger.TWO)).signum() <= 0) {
        throw new IllegalStateException("overflow");
      }
    }
  },
  /** Initialises classes, 200 ms each: it polls meanwhile, and cannot give its carrier up. */
  CLASS_INITIALIZER("a class initialiser") {
    @Override
    void turn() {
      Initializer.run(200);
    }
  },
  /** Sorts in the C library, some hundred milliseconds at a time. */
  NATIVE_CODE("native code") {
    @Override
    void turn() {
      NativeCalls.sort();
    }
  },
  /** Sleeps in the C library, 200 ms at a time. */
  NATIVE_SLEEP("a native sleep") {
    @Override
    void turn() {
      NativeCalls.sleep(200_000);
    }
  };

  private static final long WARM_NANOS = 1_500_000_000;
  private static final BigInteger LARGE =
      BigInteger.ONE.shiftLeft(3_000_000).subtract(BigInteger.TEN);

  final String title;

  Hog(String title) {
    this.title = title;
  }

  abstract void turn();

  final void until(BooleanSupplier enough) {
    while (!enough.getAsBoolean()) {
      turn();
      Slice.poll();
    }
  }

  /** So that nothing of it is compiled while it is measured. */
  void warmUp() {
    long end = System.nanoTime() + WARM_NANOS;
    until(() -> System.nanoTime() - end >= 0);
  }
}
