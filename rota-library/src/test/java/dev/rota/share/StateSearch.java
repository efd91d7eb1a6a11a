package dev.rota.share;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Visits every state that a small model can reach, breadth first, so that what it finds wrong it
 * shows by a shortest way.
 *
 * <p>Of a state that was visited only a fingerprint of 64 bits is kept: that one of a few million
 * states is taken for another has a chance of one to a million.
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

  private final Model model;
  private long[] visited = new long[1 << 12]; // open addressing, 0 is empty
  private long[] cameFrom = new long[visited.length];
  private int count;

  private StateSearch(Model model) {
    this.model = model;
  }

  /** What is wrong, null if nothing is in any state. */
  static String search(Model model, int[] visited) {
    StateSearch search = new StateSearch(model);
    String wrong = search.run();
    visited[0] = search.count;
    return wrong;
  }

  private String run() {
    Deque<int[]> open = new ArrayDeque<>();
    int[] first = model.initial();
    boolean _ = visit(fingerprint(first), 0);
    open.add(first);
    while (!open.isEmpty()) {
      int[] state = open.poll();
      List<int[]> next = model.next(state);
      String wrong = model.wrong(state, next.isEmpty());
      if (wrong != null) {
        return wrong + way(state);
      }
      long from = fingerprint(state);
      for (int[] after : next) {
        if (visit(fingerprint(after), from)) {
          open.add(after);
        }
      }
    }
    return null;
  }

  /** Whether it is new. */
  private boolean visit(long state, long from) {
    int at = place(state);
    if (visited[at] == state) {
      return false;
    }
    visited[at] = state;
    cameFrom[at] = from;
    if (++count * 2 > visited.length) {
      grow();
    }
    return true;
  }

  private int place(long state) {
    int at = (int) (state >>> 32) & (visited.length - 1);
    while (visited[at] != 0 && visited[at] != state) {
      at = (at + 1) & (visited.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] states = visited;
    long[] from = cameFrom;
    visited = new long[2 * states.length];
    cameFrom = new long[visited.length];
    for (int i = 0; i < states.length; i++) {
      if (states[i] != 0) {
        int at = place(states[i]);
        visited[at] = states[i];
        cameFrom[at] = from[i];
      }
    }
  }

  /** Never 0. */
  private static long fingerprint(int[] state) {
    long mixed = 0;
    for (int value : state) {
      mixed = (mixed ^ value) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 29;
    }
    mixed *= 0xBF58476D1CE4E5B9L;
    return (mixed ^ (mixed >>> 32)) | 1;
  }

  /** From the beginning to a state: goes back by fingerprints, then forward again. */
  private String way(int[] last) {
    Deque<Long> prints = new ArrayDeque<>();
    for (long at = fingerprint(last); at != 0; at = cameFrom[place(at)]) {
      prints.push(at);
    }
    StringBuilder way = new StringBuilder();
    int[] state = model.initial();
    prints.pop();
    for (long print : prints) {
      for (int[] next : model.next(state)) {
        if (fingerprint(next) == print) {
          state = next;
          break;
        }
      }
      way.append('\n').append(Arrays.toString(state));
    }
    return way.toString();
  }
}
