package dev.rota.share;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Visits every state that a small model can reach, breadth first, so that what it finds wrong it
 * shows by a shortest way.
 */
final class StateSearch {

  /**
   * A model: states are arrays of small numbers that are never changed once they were given out.
   */
  interface Model {
    int[] initial();

    /** All states that one step leads to. */
    List<int[]> next(int[] state);

    /** What is wrong with a state, null if nothing is. {@code last}: no step leads on. */
    String wrong(int[] state, boolean last);
  }

  private record Key(int[] state) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key(int[] same) && Arrays.equals(state, same);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(state);
    }
  }

  private StateSearch() {}

  /** What is wrong, null if nothing is in any state. */
  static String search(Model model, int[] visited) {
    Map<Key, Key> cameFrom = new HashMap<>();
    Deque<Key> open = new ArrayDeque<>();
    Key first = new Key(model.initial());
    cameFrom.put(first, first);
    open.add(first);
    while (!open.isEmpty()) {
      Key key = open.poll();
      List<int[]> next = model.next(key.state);
      String wrong = model.wrong(key.state, next.isEmpty());
      if (wrong != null) {
        return wrong + way(key, cameFrom);
      }
      for (int[] state : next) {
        Key after = new Key(state);
        if (cameFrom.putIfAbsent(after, key) == null) {
          open.add(after);
        }
      }
    }
    visited[0] = cameFrom.size();
    return null;
  }

  private static String way(Key key, Map<Key, Key> cameFrom) {
    StringBuilder way = new StringBuilder();
    Key at = key;
    while (!cameFrom.get(at).equals(at)) {
      way.insert(0, "\n" + Arrays.toString(at.state));
      at = cameFrom.get(at);
    }
    return way.toString();
  }
}
