package dev.rota.process;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait for a worker. Those that tasks have submitted come before all that are less
 * deep, so that what was begun is brought to its end before more is begun: then no more tasks wait
 * for their own than there are workers times levels.
 */
final class QueueByDepth {

  private final List<TaskQueue> levels = new ArrayList<>(List.of(new TaskQueue()));

  boolean isEmpty() {
    return deepest().isEmpty();
  }

  @Nullable ProcessTask<?> first() {
    return deepest().first();
  }

  void addLast(ProcessTask<?> task) {
    level(task.depth()).addLast(task);
  }

  void addFirst(ProcessTask<?> task) {
    level(task.depth()).addFirst(task);
  }

  /** Takes out a task that is in the queue. */
  void remove(ProcessTask<?> task) {
    levels.get(task.depth()).remove(task);
    while (levels.size() > 1 && deepest().isEmpty()) {
      levels.removeLast();
    }
  }

  /** All that are queued, in order. */
  List<ProcessTask<?>> toList() {
    List<ProcessTask<?>> all = new ArrayList<>();
    levels.reversed().forEach(level -> all.addAll(level.toList()));
    return all;
  }

  /** The last level has tasks, unless it is the only one. */
  private TaskQueue deepest() {
    return levels.getLast();
  }

  private TaskQueue level(int depth) {
    while (levels.size() <= depth) {
      levels.add(new TaskQueue());
    }
    return levels.get(depth);
  }
}
