package dev.rota.slice.weave;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A loop: blocks, one of which, the header, is on every way into it. Where that does not hold (the
 * loop is irreducible, which no Java compiler makes) it is the target of the edge back alone.
 */
final class Loop {
  private final int header;
  private final BitSet blocks = new BitSet();
  private final List<Integer> latches = new ArrayList<>();
  private boolean irreducible;
  private boolean closedByException;
  private boolean closedOnlyByException = true;

  private Loop(int header) {
    this.header = header;
    blocks.set(header);
  }

  /** All loops of a method, one for each header. */
  static List<Loop> of(Dominators dominators) {
    var loops = new LinkedHashMap<Integer, Loop>();
    for (var retreat : dominators.retreats()) {
      loops.computeIfAbsent(retreat.to(), Loop::new).add(retreat, dominators);
    }
    return List.copyOf(loops.values());
  }

  private void add(Dominators.Retreat retreat, Dominators dominators) {
    closedByException |= retreat.byException();
    closedOnlyByException &= retreat.byException();
    if (!dominators.dominates(header, retreat.from())) {
      irreducible = true;
      return;
    }
    if (!latches.contains(retreat.from())) {
      latches.add(retreat.from());
    }
    var open = new ArrayDeque<Integer>();
    open.add(retreat.from());
    while (!open.isEmpty()) {
      int block = open.remove();
      if (!blocks.get(block)) {
        blocks.set(block);
        open.addAll(dominators.predecessors(block));
      }
    }
  }

  int header() {
    return header;
  }

  /** The blocks, by their numbers; the header is one of them. */
  BitSet blocks() {
    return blocks;
  }

  boolean contains(int block) {
    return blocks.get(block);
  }

  /** The blocks with an edge to the header. */
  List<Integer> latches() {
    return latches;
  }

  boolean isIrreducible() {
    return irreducible;
  }

  boolean isClosedByException() {
    return closedByException;
  }

  boolean isClosedOnlyByException() {
    return closedOnlyByException;
  }

  boolean holds(Loop other) {
    return other != this && contains(other.header);
  }
}
