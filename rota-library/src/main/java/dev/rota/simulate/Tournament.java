package dev.rota.simulate;

import java.util.Arrays;

/**
 * The least of a fixed number of keys, each of which may change: a tree in which each node has the
 * lesser of its two children. O(log n) for a change, O(1) for the least.
 */
final class Tournament {
  static final long NONE = Long.MAX_VALUE;

  private final int leaves;
  private final long[] tree;

  Tournament(int keys) {
    leaves = Integer.highestOneBit(Math.max(1, keys - 1)) * 2;
    tree = new long[2 * leaves];
    Arrays.fill(tree, NONE);
  }

  long least() {
    return tree[1];
  }

  /** The first key that has the least value. */
  int first() {
    int node = 1;
    while (node < leaves) {
      node *= 2;
      if (tree[node] != tree[1]) {
        node++;
      }
    }
    return node - leaves;
  }

  void set(int key, long value) {
    int node = leaves + key;
    tree[node] = value;
    for (node /= 2; node > 0; node /= 2) {
      long least = Math.min(tree[2 * node], tree[2 * node + 1]);
      if (tree[node] == least) {
        return;
      }
      tree[node] = least;
    }
  }
}
