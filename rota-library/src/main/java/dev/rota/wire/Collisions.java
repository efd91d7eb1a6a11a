package dev.rota.wire;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the time to fill a hash table in proportion to the message. Keys of one hash code that do
 * not compare are searched one by one, so a million of them, which are easily made, would take an
 * hour.
 */
final class Collisions {

  /** So few may all collide. */
  private static final int FEW = 100;

  /** Comparisons for each key; what honest keys need is far less. */
  private static final int MOST_COMPARISONS = 200;

  private Collisions() {}

  /** Checks every {@code step}th value. */
  static void check(@Nullable Object[] values, int step) throws MalformedValueException {
    int count = values.length / step;
    if (count <= FEW) {
      return;
    }
    int[] hashes = new int[count];
    int found = 0;
    for (int i = 0; i < values.length; i += step) {
      Object key = values[i];
      if (key != null && !compares(key)) {
        hashes[found++] = key.hashCode();
      }
    }
    if (comparisons(hashes, found) > (long) MOST_COMPARISONS * count) {
      throw new MalformedValueException("too many keys have the same hash code");
    }
  }

  /**
   * Keys that a hash table sorts when they collide: those whose own class is Comparable to itself.
   */
  private static boolean compares(Object key) {
    return key instanceof String || key instanceof Number || key instanceof UUID;
  }

  private static long comparisons(int[] hashes, int count) {
    Arrays.sort(hashes, 0, count);
    long comparisons = 0;
    int start = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || hashes[i] != hashes[start]) {
        long equal = (long) i - start;
        comparisons += equal * equal / 2;
        start = i;
      }
    }
    return comparisons;
  }
}
