package dev.rota.process;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait for a worker, first come, first served. A doubly linked list through the
 * tasks themselves, so that one can be taken out of the middle at no cost and queueing allocates
 * nothing.
 */
final class ArrivalOrder implements TaskQueue {

  private @Nullable ProcessTask<?> first;
  private @Nullable ProcessTask<?> last;

  @Override
  public boolean isEmpty() {
    return first == null;
  }

  @Override
  public @Nullable ProcessTask<?> first() {
    return first;
  }

  @Override
  public void addLast(ProcessTask<?> task) {
    task.queued = true;
    task.previous = last;
    if (last == null) {
      first = task;
    } else {
      last.next = task;
    }
    last = task;
  }

  @Override
  public void addFirst(ProcessTask<?> task) {
    task.queued = true;
    task.next = first;
    if (first == null) {
      last = task;
    } else {
      first.previous = task;
    }
    first = task;
  }

  @Override
  public void take(ProcessTask<?> task) {
    remove(task);
  }

  @Override
  public void remove(ProcessTask<?> task) {
    ProcessTask<?> before = task.previous;
    ProcessTask<?> behind = task.next;
    if (before == null) {
      first = behind;
    } else {
      before.next = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.previous = before;
    }
    task.previous = null;
    task.next = null;
    task.queued = false;
  }

  @Override
  public List<ProcessTask<?>> toList() {
    List<ProcessTask<?>> all = new ArrayList<>();
    for (ProcessTask<?> task = first; task != null; task = task.next) {
      all.add(task);
    }
    return all;
  }

  @Override
  public void ran(ProcessTask<?> task, long nanos) {}

  @Override
  public String policyFailure() {
    return "";
  }
}
