package dev.rota.slice;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which carriers are to be given up, and the flag that makes polls look: it is up while some
 * carrier of any pool is marked.
 */
/* Synchronization: a mark is counted before the flag is raised, and whoever takes the last one away
 * looks at the count again after it has lowered the flag. So either it sees the count of a new mark,
 * and raises the flag itself, or the new mark's flag comes after it. A flag that stays up without a
 * mark, which this allows, is lowered by the next poll. */
final class Marks {

  private static final AtomicInteger MARKED = new AtomicInteger();

  private Marks() {}

  static void marked() {
    MARKED.incrementAndGet();
    Poll.due = true;
  }

  static void unmarked() {
    if (MARKED.decrementAndGet() == 0) {
      lower();
    }
  }

  /** For a poll that found its own carrier unmarked. */
  static void lowerIfUnneeded() {
    if (MARKED.get() == 0) {
      lower();
    }
  }

  private static void lower() {
    Poll.due = false;
    if (MARKED.get() != 0) {
      Poll.due = true;
    }
  }
}
