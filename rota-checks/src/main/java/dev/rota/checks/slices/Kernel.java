package dev.rota.checks.slices;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What tasks compute; one turn takes some microseconds. */
enum Kernel {
  XORSHIFT("xorshift, in registers", true) {
    @Override
    Runnable fresh() {
      long[] x = {1};
      return () -> x[0] = Work.step(x[0]);
    }
  },
  SIEVE("sieve, 16 KiB", true) {
    @Override
    Runnable fresh() {
      boolean[] composite = new boolean[16 << 10];
      return () -> sieve(composite);
    }
  },
  SORT("sorting, 16 KiB", true) {
    @Override
    Runnable fresh() {
      int[] unsorted = new Random(1).ints(256).toArray();
      int[] rows = new int[16 * unsorted.length];
      int[] at = new int[1];
      return () -> {
        int from = at[0]++ % 16 * unsorted.length;
        System.arraycopy(unsorted, 0, rows, from, unsorted.length);
        Arrays.sort(rows, from, from + unsorted.length);
      };
    }
  },
  TEXT("building and hashing text", true) {
    @Override
    Runnable fresh() {
      int[] sum = new int[1];
      return () -> {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
          text.append(i).append(',');
        }
        sum[0] += text.toString().hashCode();
      };
    }
  },
  MAP("hash map, 8 MiB", false) {
    @Override
    Runnable fresh() {
      int keys = 120_000;
      Map<Integer, Integer> map = new HashMap<>();
      Random random = new Random(1);
      for (int i = 0; i < keys; i++) {
        map.put(i, i);
      }
      return () -> {
        for (int i = 0; i < 50; i++) {
          map.merge(random.nextInt(keys), 1, Integer::sum);
        }
      };
    }
  },
  READS("random reads of 8 MiB", false) {
    @Override
    Runnable fresh() {
      long[] row = new Random(1).longs(1 << 20).toArray();
      int[] at = new int[1];
      return () -> {
        int next = at[0];
        for (int i = 0; i < 100; i++) {
          next = (int) (row[next] + i) & (row.length - 1);
        }
        at[0] = next;
      };
    }
  };

  final String title;

  /** Whether its data fits the cache of a processor core. */
  final boolean fits;

  Kernel(String title, boolean fits) {
    this.title = title;
    this.fits = fits;
  }

  /** Runs one turn a call, on data of its own. */
  abstract Runnable fresh();

  private static void sieve(boolean[] composite) {
    Arrays.fill(composite, false);
    for (int i = 2; i * i < composite.length; i++) {
      for (int k = i * i; !composite[i] && k < composite.length; k += i) {
        composite[k] = true;
      }
    }
  }
}
