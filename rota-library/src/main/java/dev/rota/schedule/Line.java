package dev.rota.schedule;

import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they came. A doubly linked list through {@link Place}, so that each
 * step is O(1), the removal from the middle too.
 */
final class Line {

  /** A task's place in a line; the policy keeps it as the task's state. */
  static class Place {
    final Schedulable task;
    private @Nullable Line line;
    private @Nullable Place before;
    private @Nullable Place behind;

    Place(Schedulable task) {
      this.task = task;
    }

    /** Leaves the line in which it is. */
    boolean leave() {
      if (line == null) {
        return false;
      }
      line.remove(this);
      return true;
    }
  }

  private @Nullable Place first;
  private @Nullable Place last;

  boolean isEmpty() {
    return first == null;
  }

  void addLast(Place place) {
    place.line = this;
    place.before = last;
    if (last == null) {
      first = place;
    } else {
      last.behind = place;
    }
    last = place;
  }

  void addFirst(Place place) {
    place.line = this;
    place.behind = first;
    if (first == null) {
      last = place;
    } else {
      first.before = place;
    }
    first = place;
  }

  @Nullable Schedulable poll() {
    Place next = first;
    if (next == null) {
      return null;
    }
    remove(next);
    return next.task;
  }

  private void remove(Place place) {
    if (place.before == null) {
      first = place.behind;
    } else {
      place.before.behind = place.behind;
    }
    if (place.behind == null) {
      last = place.before;
    } else {
      place.behind.before = place.before;
    }
    place.line = null;
    place.before = null;
    place.behind = null;
  }
}
