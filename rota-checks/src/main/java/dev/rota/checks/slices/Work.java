package dev.rota.checks.slices;

import dev.rota.slice.Slice;
import java.util.function.BooleanSupplier;

/** Work that is measured by its CPU time, and polls as woven code would. */
final class Work {

  private static final int ROUNDS = 1024; // between two polls, about a microsecond

  private Work() {}

  /** Some numbers; the result keeps the compiler from leaving them out. */
  static long step(long seed) {
    long x = seed | 1;
    for (int i = 0; i < ROUNDS; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  /** Works until it is enough; how many steps were done. */
  static long until(BooleanSupplier enough) {
    long steps = 0;
    long x = 1;
    while (!enough.getAsBoolean()) {
      x = step(x);
      steps++;
      Slice.poll();
    }
    return x == 0 ? 0 : steps;
  }

  /** That many steps. */
  static long steps(long count) {
    long x = 1;
    for (long i = 0; i < count; i++) {
      x = step(x);
      Slice.poll();
    }
    return x;
  }

  /** How many steps take so many microseconds on a machine at rest. */
  static long stepsIn(long micros) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long begin = System.nanoTime();
      steps(2_000);
      best = Math.min(best, System.nanoTime() - begin);
    }
    return Math.max(1, micros * 1_000 * 2_000 / best);
  }
}
