package dev.rota.slice;

import org.jspecify.annotations.Nullable;

/** Strands in the order in which they came, linked through themselves. Under the lock. */
final class StrandList {

  private @Nullable Strand first;
  private @Nullable Strand last;
  private long size;

  @Nullable Strand first() {
    return first;
  }

  long size() {
    return size;
  }

  void addLast(Strand strand) {
    strand.before = last;
    strand.behind = null;
    if (last == null) {
      first = strand;
    } else {
      last.behind = strand;
    }
    last = strand;
    size++;
  }

  void remove(Strand strand) {
    if (strand.before == null) {
      first = strand.behind;
    } else {
      strand.before.behind = strand.behind;
    }
    if (strand.behind == null) {
      last = strand.before;
    } else {
      strand.behind.before = strand.before;
    }
    strand.before = null;
    strand.behind = null;
    size--;
  }
}
