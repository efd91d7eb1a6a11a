package dev.rota.checks.compare.figure;

import dev.rota.Task;
import java.util.HashMap;
import java.util.Map;

/** Work for a processor. The result is the nanoseconds it took, so that no way there counts. */
enum Compute implements Task<Long> {
  /** Counted loops over numbers. */
  LOOPS {
    @Override
    double work() {
      double[][] a = new double[SIZE][SIZE];
      double[][] b = new double[SIZE][SIZE];
      double sum = 0;
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          a[i][j] = i + j;
          b[i][j] = i - j;
        }
      }
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          double cell = 0;
          for (int k = 0; k < SIZE; k++) {
            cell += a[i][k] * b[k][j];
          }
          sum += cell;
        }
      }
      return sum;
    }
  },

  /** Arithmetic with branches, in an int loop without calls. */
  BRANCHES {
    @Override
    double work() {
      long hash = 1;
      long steps = 0;
      for (int i = 1; i < 400_000; i++) {
        for (long n = i; n != 1; steps++) {
          n = (n & 1) == 0 ? n >> 1 : 3 * n + 1;
        }
        hash = hash * 31 + steps;
      }
      return hash;
    }
  },

  /** Objects that live for a moment, and a map of them. */
  OBJECTS {
    @Override
    double work() {
      Map<String, Integer> counts = new HashMap<>();
      for (int i = 0; i < 600_000; i++) {
        counts.merge("key " + i % 5000, 1, Integer::sum);
      }
      return counts.size();
    }
  };

  private static final int SIZE = 300;

  abstract double work();

  @Override
  public Long call() {
    long start = System.nanoTime();
    double result = work();
    long nanos = System.nanoTime() - start;
    return result == 0.5 ? 0 : nanos; // the result is used
  }
}
