package dev.rota.share;

import java.nio.IntBuffer;
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

  private StateSearch() {}

  /** What is wrong, null if nothing is in any state. */
  static String search(Model model, int[] visited) {
    Map<IntBuffer, IntBuffer> cameFrom = new HashMap<>();
    Deque<IntBuffer> open = new ArrayDeque<>();
    IntBuffer first = IntBuffer.wrap(model.initial());
    cameFrom.put(first, first);
    open.add(first);
    while (!open.isEmpty()) {
      IntBuffer key = open.poll();
      List<int[]> next = model.next(key.array());
      String wrong = model.wrong(key.array(), next.isEmpty());
      if (wrong != null) {
        return wrong + way(key, cameFrom);
      }
      for (int[] state : next) {
        IntBuffer after = IntBuffer.wrap(state);
        if (cameFrom.putIfAbsent(after, key) == null) {
          open.add(after);
        }
      }
    }
    visited[0] = cameFrom.size();
    return null;
  }

  private static String way(IntBuffer key, Map<IntBuffer, IntBuffer> cameFrom) {
    StringBuilder way = new StringBuilder();
    IntBuffer at = key;
    while (!cameFrom.get(at).equals(at)) {
      way.insert(0, "\n" + Arrays.toString(at.array()));
      at = cameFrom.get(at);
    }
    return way.toString();
  }
}
