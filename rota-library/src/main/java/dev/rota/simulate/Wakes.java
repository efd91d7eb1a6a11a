package dev.rota.simulate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait, by the instant at which they wake and then by order: a binary heap over
 * arrays, as a million of them may wait.
 */
final class Wakes {
  private long[] instants = new long[64];
  private @Nullable LiveTask[] tasks = new LiveTask[64];
  private int size;

  /** When the first wakes; {@link Long#MAX_VALUE} if none waits. */
  long first() {
    return size == 0 ? Long.MAX_VALUE : instants[0];
  }

  int size() {
    return size;
  }

  void add(LiveTask task, long instant) {
    if (size == tasks.length) {
      instants = Arrays.copyOf(instants, size * 2);
      tasks = Arrays.copyOf(tasks, size * 2);
    }
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (!precedes(instant, task, parent)) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, instant, task);
  }

  /** Takes the first; there must be one. */
  LiveTask poll() {
    var first = at(0);
    size--;
    var last = at(size);
    long instant = instants[size];
    tasks[size] = null;
    if (size > 0) {
      sink(last, instant);
    }
    return first;
  }

  private void sink(LiveTask task, long instant) {
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && precedes(instants[child + 1], at(child + 1), child)) {
        child++;
      }
      if (precedes(instant, task, child)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    put(hole, instant, task);
  }

  private boolean precedes(long instant, LiveTask task, int other) {
    return instant < instants[other]
        || (instant == instants[other] && task.order() < at(other).order());
  }

  private void move(int from, int to) {
    put(to, instants[from], at(from));
  }

  private void put(int at, long instant, LiveTask task) {
    instants[at] = instant;
    tasks[at] = task;
  }

  @SuppressWarnings("NullAway") // below size there is one everywhere
  private LiveTask at(int index) {
    return tasks[index];
  }
}
