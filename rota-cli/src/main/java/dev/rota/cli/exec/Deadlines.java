package dev.rota.cli.exec;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiConsumer;

/**
 * Ends tasks that take too long: first by SIGTERM, and when that has not helped after a while by
 * SIGKILL. All have the same time, so those that have started first come first.
 */
final class Deadlines {
  static final long GRACE_NANOS = 500_000_000;
  private static final int SIGTERM = 15;
  private static final int SIGCONT = 18;
  private static final int SIGKILL = 9;

  /** An attempt of a task, which may have ended long since. */
  private record Deadline(long at, Task task, int attempt) {
    boolean isPast(long now) {
      return now - at >= 0;
    }
  }

  private final long nanos;
  private final BiConsumer<Task, Integer> signal;
  private final Queue<Deadline> gentle = new ArrayDeque<>();
  private final Queue<Deadline> last = new ArrayDeque<>();

  /**
   * Nothing is due.
   *
   * @param nanos how long a task may take; 0 for any time
   * @param signal sends a signal to a task that runs
   */
  Deadlines(long nanos, BiConsumer<Task, Integer> signal) {
    this.nanos = nanos;
    this.signal = signal;
  }

  void started(Task task) {
    if (nanos > 0) {
      gentle.add(new Deadline(task.started + nanos, task, task.attempts));
    }
  }

  /** Ends a task now, however long it has run. */
  void end(Task task, long now) {
    signal.accept(task, SIGTERM);
    signal.accept(task, SIGCONT); // one that is stopped would not hear of it
    last.add(new Deadline(now + GRACE_NANOS, task, task.attempts));
  }

  /** Does what is due. */
  void pass(long now) {
    for (var due = gentle.peek(); due != null && due.isPast(now); due = gentle.peek()) {
      gentle.remove();
      if (isRunning(due)) {
        due.task.overdue = true;
        end(due.task, now);
      }
    }
    for (var due = last.peek(); due != null && due.isPast(now); due = last.peek()) {
      last.remove();
      if (isRunning(due)) {
        signal.accept(due.task, SIGKILL);
      }
    }
  }

  private static boolean isRunning(Deadline due) {
    return due.task.attempts == due.attempt && due.task.end == null;
  }

  /** Nanoseconds until something is due, at most so many. */
  long dueIn(long now, long most) {
    long wait = most;
    for (var due = gentle.peek(); due != null; due = gentle.peek()) {
      if (isRunning(due)) {
        wait = Math.min(wait, due.at - now);
        break;
      }
      gentle.remove(); // the queue stays as short as the list of those that run
    }
    return last.isEmpty() ? wait : Math.min(wait, last.element().at - now);
  }
}
