package dev.rota.schedule;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap whose entries know where they are, so that one in the middle can be removed or
 * moved, too. Every step takes O(log n) comparisons.
 */
@SuppressWarnings("ReferenceEquality") // entries are themselves
final class Heap<E extends Heap.Entry> {

  /** Something that is in one heap at a time. */
  abstract static class Entry {
    private int index = -1;

    final boolean isInHeap() {
      return index >= 0;
    }
  }

  private final Comparator<? super E> order;
  private @Nullable Entry[] entries = new Entry[4];
  private int size;

  Heap(Comparator<? super E> order) {
    this.order = order;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The first by the order; null if there is none. */
  @Nullable E first() {
    return size == 0 ? null : at(0);
  }

  void add(E entry) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
    }
    put(entry, size++);
    rise(entry);
  }

  void remove(E entry) {
    int gap = ((Entry) entry).index;
    E last = at(--size);
    entries[size] = null;
    ((Entry) entry).index = -1;
    if (last != entry) {
      put(last, gap);
      moved(last);
    }
    if (size < entries.length / 4 && entries.length > 16) {
      entries = Arrays.copyOf(entries, entries.length / 2);
    }
  }

  /** Finds the place of an entry anew of which the order has changed. */
  void moved(E entry) {
    rise(entry);
    sink(entry);
  }

  private void rise(E entry) {
    int index = ((Entry) entry).index;
    while (index > 0 && order.compare(entry, at((index - 1) / 2)) < 0) {
      int parent = (index - 1) / 2;
      put(at(parent), index);
      index = parent;
    }
    put(entry, index);
  }

  private void sink(E entry) {
    int index = ((Entry) entry).index;
    for (int child = lesserChild(index);
        child < size && order.compare(at(child), entry) < 0;
        child = lesserChild(index)) {
      put(at(child), index);
      index = child;
    }
    put(entry, index);
  }

  private int lesserChild(int index) {
    int left = 2 * index + 1;
    int right = left + 1;
    return right < size && order.compare(at(right), at(left)) < 0 ? right : left;
  }

  private void put(E entry, int index) {
    entries[index] = entry;
    ((Entry) entry).index = index;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // filled up to its size, with E only
  private E at(int index) {
    return (E) entries[index];
  }
}
