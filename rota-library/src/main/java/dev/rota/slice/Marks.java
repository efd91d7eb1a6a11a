package dev.rota.slice;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the carriers that are to be given up, and keeps the flag that makes polls look: it is up
 * while some carrier of any pool is marked.
 */
/* Synchronization: a mark is counted before the flag is raised, and whoever takes the last one away
 * looks at the count again after it has lowered the flag. So either it sees the count of a new mark,
 * and raises the flag itself, or the new mark's flag comes after it. A flag that stays up without a
 * mark, which this allows, is lowered by the next poll. */
class Marks {

  static final Marks OF_ALL_POOLS = new Marks();

  private final AtomicInteger marked = new AtomicInteger();

  final void add() {
    marked.incrementAndGet();
    raise(true);
  }

  final void remove() {
    if (marked.decrementAndGet() == 0) {
      lower();
    }
  }

  /** For a poll that found its own carrier unmarked. */
  final void lowerIfUnneeded() {
    if (marked.get() == 0) {
      lower();
    }
  }

  private void lower() {
    raise(false);
    if (marked.get() != 0) {
      raise(true);
    }
  }

  /** Sets the flag; a method so that a test can have a flag of its own. */
  void raise(boolean due) {
    Poll.due = due;
  }
}
