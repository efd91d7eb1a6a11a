package dev.rota.schedule;

import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they came. A ring of {@link Place}s, so that each step is O(1), also
 * to leave from the middle and to take in another line as a whole.
 */
@SuppressWarnings("ReferenceEquality") // places are themselves
final class Line {

  /** A task's place in a line; the policy keeps it as the task's state. */
  static class Place {
    final @Nullable Schedulable task; // null at the ring's own place, which is before the first
    private Place before = this;
    private Place behind = this;

    Place(@Nullable Schedulable task) {
      this.task = task;
    }

    /** Leaves the line it is in; false if it is in none. */
    final boolean leave() {
      boolean inLine = behind != this;
      before.behind = behind;
      behind.before = before;
      before = this;
      behind = this;
      return inLine;
    }

    private void insertBehind(Place other) {
      before = other;
      behind = other.behind;
      other.behind.before = this;
      other.behind = this;
    }
  }

  private final Place ring = new Place(null);

  boolean isEmpty() {
    return ring.behind == ring;
  }

  void addLast(Place place) {
    place.insertBehind(ring.before);
  }

  void addFirst(Place place) {
    place.insertBehind(ring);
  }

  /** Takes over all that are in the other line, behind its own. */
  void addAll(Line other) {
    if (!other.isEmpty()) {
      Place first = other.ring.behind;
      Place last = other.ring.before;
      other.ring.leave();
      first.before = ring.before;
      ring.before.behind = first;
      last.behind = ring;
      ring.before = last;
    }
  }

  @Nullable Schedulable poll() {
    Place first = ring.behind;
    first.leave();
    return first.task;
  }
}
