package dev.rota.schedule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tasks with numbers of tickets, of which one is drawn. A complete binary tree in an array: each
 * node holds the sum of the two below it, the leaves the tickets. Every step takes O(log n), but
 * for the growth, which is O(1) on average. Sums are added up anew on the way, so that rounding
 * does not pile up.
 */
@SuppressWarnings("ReferenceEquality") // holders are themselves
final class Tickets<E extends Tickets.Holder> {

  /** Someone who holds tickets. */
  abstract static class Holder {
    private int leaf = -1;

    final boolean holds() {
      return leaf >= 0;
    }
  }

  private int capacity = 4; // a power of two; leaf i is node capacity + i
  private double[] sums = new double[2 * capacity];
  private @Nullable Holder[] holders = new Holder[capacity];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(E holder, double tickets) {
    if (size == capacity) {
      grow();
    }
    put(holder, size++, tickets);
  }

  void remove(E holder) {
    int gap = ((Holder) holder).leaf;
    Holder last = holder(--size);
    double tickets = sums[capacity + size];
    holders[size] = null;
    set(size, 0);
    if (last != holder) {
      put(last, gap, tickets);
    }
    ((Holder) holder).leaf = -1;
  }

  /**
   * Finds who has the ticket.
   *
   * @param where from 0 to below 1: the place of the ticket among all
   */
  @SuppressWarnings("unchecked") // only E come in
  E draw(double where) {
    double ticket = where * sums[1];
    int node = 1;
    while (node < capacity) {
      node *= 2;
      if (ticket >= sums[node] && sums[node + 1] > 0) {
        ticket -= sums[node];
        node++;
      }
    }
    return (E) holder(node - capacity);
  }

  private void put(Holder holder, int leaf, double tickets) {
    holders[leaf] = holder;
    holder.leaf = leaf;
    set(leaf, tickets);
  }

  private void set(int leaf, double tickets) {
    int node = capacity + leaf;
    sums[node] = tickets;
    for (node /= 2; node > 0; node /= 2) {
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }

  private void grow() {
    double[] leaves = Arrays.copyOfRange(sums, capacity, 2 * capacity);
    capacity *= 2;
    holders = Arrays.copyOf(holders, capacity);
    sums = new double[2 * capacity];
    System.arraycopy(leaves, 0, sums, capacity, leaves.length);
    for (int node = capacity - 1; node > 0; node--) {
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }

  private Holder holder(int leaf) {
    Holder holder = holders[leaf];
    if (holder == null) {
      throw new AssertionError("a leaf with tickets has a holder");
    }
    return holder;
  }
}
