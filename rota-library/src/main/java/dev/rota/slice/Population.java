package dev.rota.slice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The strands that live, and the tasks that are held back because as many live as may. Under the
 * scheduler's lock.
 */
final class Population {

  private final long mostAlive;
  private final StrandList live = new StrandList();
  private final StrandList held = new StrandList();
  private long abandoned;
  private long waiting; // tasks that wait for others, in whose stead more may be alive

  Population(long mostAlive) {
    this.mostAlive = mostAlive;
  }

  StrandList live() {
    return live;
  }

  boolean isFull() {
    return alive() >= mostAlive + waiting;
  }

  /** How many strands live that the pool waits for. */
  long alive() {
    return live.size() - abandoned;
  }

  long abandoned() {
    return abandoned;
  }

  /** Whether the pool waits for nobody. */
  boolean isDone() {
    return alive() <= 0 && held.size() == 0;
  }

  void hold(Strand strand) {
    held.addLast(strand);
  }

  /** Takes the next one that was held back, if it may live now. */
  @Nullable Strand nextHeld() {
    Strand next = isFull() ? null : held.first();
    if (next != null) {
      held.remove(next);
    }
    return next;
  }

  /** Takes that one, if it is held back. */
  boolean takeHeld(Strand strand) {
    boolean isHeld =
        strand.state == Strand.State.HELD && (strand.before != null || held.first() == strand);
    if (isHeld) {
      held.remove(strand);
    }
    return isHeld;
  }

  void lives(Strand strand) {
    live.addLast(strand);
  }

  void ended(Strand strand) {
    live.remove(strand);
    if (strand.abandoned) {
      abandoned--;
    }
  }

  /** The pool does not wait for it any more; false if it does not anyway. */
  boolean abandon(Strand strand) {
    if (strand.own == Strand.State.ENDED || strand.abandoned) {
      return false;
    }
    strand.abandoned = true;
    abandoned++;
    return true;
  }

  /** So many more tasks wait for others. */
  void taskWaits(int more) {
    waiting += more;
  }

  /** All that are there, by age. */
  List<Strand> all() {
    List<Strand> all = new ArrayList<>();
    collect(live, all);
    collect(held, all);
    return all;
  }

  private static void collect(StrandList list, List<Strand> all) {
    for (Strand strand = list.first(); strand != null; strand = strand.behind) {
      all.add(strand);
    }
  }
}
