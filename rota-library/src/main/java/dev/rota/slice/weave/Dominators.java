package dev.rota.slice.weave;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which blocks lie on every way to which; and the edges that go back in a depth-first walk. By
 * Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
 */
final class Dominators {
  /** An edge of the graph to a block that the walk was still in. */
  record Retreat(int from, int to, boolean byException) {}

  private final Flow flow;
  private final int[] immediate;

  /** Of each block its number in postorder, or -1 where no way leads. */
  private final int[] number;

  private final List<Integer> postorder = new ArrayList<>();
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private final List<Retreat> retreats = new ArrayList<>();

  Dominators(Flow flow) {
    this.flow = flow;
    this.immediate = new int[flow.blocks()];
    this.number = new int[flow.blocks()];
    for (int block = 0; block < flow.blocks(); block++) {
      predecessors.add(new ArrayList<>());
    }
    walk();
    solve();
  }

  private void walk() {
    Arrays.fill(number, -1);
    var entered = new boolean[flow.blocks()];
    var next = new int[flow.blocks()];
    var path = new ArrayDeque<Integer>();
    path.push(0);
    entered[0] = true;
    while (!path.isEmpty()) {
      int block = path.getFirst();
      int edge = next[block]++;
      int normal = flow.normalSuccessors(block).length;
      if (edge == normal + flow.handlers(block).length) {
        number[block] = postorder.size();
        postorder.add(block);
        path.pop();
        continue;
      }
      boolean byException = edge >= normal;
      int to =
          byException ? flow.handlers(block)[edge - normal] : flow.normalSuccessors(block)[edge];
      predecessors.get(to).add(block);
      if (!entered[to]) {
        entered[to] = true;
        path.push(to);
      } else if (number[to] < 0) {
        retreats.add(new Retreat(block, to, byException));
      }
    }
  }

  private void solve() {
    Arrays.fill(immediate, -1);
    immediate[0] = 0;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = postorder.size() - 2; i >= 0; i--) {
        int block = postorder.get(i);
        int common = -1;
        for (int predecessor : predecessors.get(block)) {
          if (immediate[predecessor] >= 0) {
            common = common < 0 ? predecessor : intersect(predecessor, common);
          }
        }
        changed |= immediate[block] != common;
        immediate[block] = common;
      }
    }
  }

  private int intersect(int one, int other) {
    while (one != other) {
      if (number[one] < number[other]) {
        one = immediate[one];
      } else {
        other = immediate[other];
      }
    }
    return one;
  }

  boolean isReachable(int block) {
    return number[block] >= 0;
  }

  /** Whether every way to the block leads through the dominator. Both must be reachable. */
  boolean dominates(int dominator, int block) {
    while (number[block] < number[dominator]) {
      block = immediate[block];
    }
    return block == dominator;
  }

  List<Integer> predecessors(int block) {
    return predecessors.get(block);
  }

  List<Retreat> retreats() {
    return retreats;
  }
}
