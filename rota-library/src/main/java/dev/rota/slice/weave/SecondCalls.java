package dev.rota.slice.weave;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where a method has to poll because calls alone can keep a thread busy: before a call that may
 * lead back to it, when another such call may have been made already. A single one makes a chain,
 * which ends with the stack; two make a tree. Ways with one such call or none cost nothing.
 */
final class SecondCalls {
  // Sets of what may have happened on the ways to a place.
  private static final int NO_CALL = 1;
  private static final int ONE_CALL = 2;

  private final Flow flow;
  private final BitSet closing;

  /** Loops whose edges back need no look. */
  private final List<Loop> polled;

  private final int[] entered;

  private SecondCalls(Flow flow, List<Loop> polled, BitSet closing) {
    this.flow = flow;
    this.polled = polled;
    this.closing = closing;
    this.entered = new int[flow.blocks()];
  }

  /**
   * The indices of the instructions to poll before.
   *
   * @param polled loops that poll in each turn in which they call
   * @param closing the calls that may lead back
   */
  static BitSet of(Flow flow, List<Loop> polled, BitSet closing) {
    var search = new SecondCalls(flow, polled, closing);
    search.solve();
    var found = new BitSet();
    for (int block = 0; block < flow.blocks(); block++) {
      search.through(block, found);
    }
    return found;
  }

  private void solve() {
    entered[0] = NO_CALL;
    int[] before;
    do {
      before = entered.clone();
      for (int block = 0; block < flow.blocks(); block++) {
        leave(block);
      }
    } while (!Arrays.equals(before, entered));
  }

  private void leave(int block) {
    int after = through(block, new BitSet());
    for (int next : flow.normalSuccessors(block)) {
      if (!isPolledEdge(block, next)) {
        entered[next] |= after;
      }
    }
    for (int handler : flow.handlers(block)) {
      entered[handler] |= entered[block] | after; // before a call, or in it
    }
  }

  private boolean isPolledEdge(int from, int to) {
    return polled.stream().anyMatch(loop -> loop.header() == to && loop.latches().contains(from));
  }

  /** What may have happened at the end of a block; adds the calls in it that need a poll. */
  private int through(int block, BitSet found) {
    int state = entered[block];
    for (int i = flow.first(block); i <= flow.last(block); i++) {
      if (state != 0 && closing.get(i)) {
        if ((state & ONE_CALL) != 0) {
          found.set(i);
          state = 0; // polled once is enough
        } else {
          state = ONE_CALL;
        }
      }
    }
    return state;
  }
}
