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

  private final List<TaskQueue> levels = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param others where those wait that no task has submitted
   */
  QueueByDepth(TaskQueue others) {
    levels.add(others);
  }

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

  /** Takes out the first, to be run. */
  void take(ProcessTask<?> task) {
    levels.get(task.depth()).take(task);
    forgetEmptyLevels();
  }

  /** Takes out a task that is in the queue and is never to run. */
  void remove(ProcessTask<?> task) {
    levels.get(task.depth()).remove(task);
    forgetEmptyLevels();
  }

  /** A task that was taken out to be run has done so, or come to nothing. */
  void ran(ProcessTask<?> task, long nanos) {
    if (task.depth() == 0) {
      levels.getFirst().ran(task, nanos);
    }
  }

  String policyFailure() {
    return levels.getFirst().policyFailure();
  }

  private void forgetEmptyLevels() {
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
      levels.add(new ArrivalOrder());
    }
    return levels.get(depth);
  }
}
