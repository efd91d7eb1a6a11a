package dev.rota.process;

import dev.rota.TaskTimedOutException;
import dev.rota.wire.Slots;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Looks at what busy workers are doing, at the moments when there could be something to do about
 * it: the task that runs is overdue, it holds up others that were sent ahead, or the worker does
 * not start what it was sent. One look a worker is scheduled at a time. All methods are called
 * under the pool's lock.
 */
final class Progress {

  /** How long a running task may hold up those sent ahead, in ns. */
  private static final long PATIENCE = Duration.ofMillis(5).toNanos();

  /** How long a worker may leave a task unstarted: far more than a loaded machine needs. */
  private static final long STALLED = Duration.ofSeconds(5).toNanos();

  /** How soon an observer is told of a task that has started and not ended, in ns. */
  private static final long NEWS = Duration.ofMillis(2).toNanos();

  /** How long a result may be on the way once its task is overdue. */
  private static final long ON_THE_WAY = Duration.ofMillis(50).toNanos();

  private final Timer timer;
  private final LongSupplier clock;
  private final Events events;
  private final Workforce workforce;

  Progress(Timer timer, LongSupplier clock, Events events, Workforce workforce) {
    this.timer = timer;
    this.clock = clock;
    this.events = events;
    this.workforce = workforce;
  }

  /** A worker was sent tasks: sees to it that the first possible deadline is not missed. */
  void watch(WorkerLink worker) {
    ProcessTask<?> head = worker.tasks.peekFirst();
    if (head != null) {
      long now = clock.getAsLong();
      lookAt(worker, now + Math.min(STALLED, soonest(worker)), now);
    }
  }

  /** How soon there can be something to do, if the first task starts now. */
  private long soonest(WorkerLink worker) {
    long soonest = events.isWatched() ? NEWS : worker.tasks.size() > 1 ? PATIENCE : Long.MAX_VALUE;
    for (ProcessTask<?> task : worker.tasks) {
      soonest = Math.min(soonest, task.timeoutNanos);
    }
    return soonest;
  }

  private void lookAt(WorkerLink worker, long at, long now) {
    if (worker.checkAt == Long.MAX_VALUE || at - worker.checkAt < 0) {
      worker.checkAt = at;
      if (worker.checkAlarm != null) {
        worker.checkAlarm.cancel(false);
      }
      worker.checkAlarm = timer.in(at - now, () -> look(worker));
    }
  }

  private void look(WorkerLink worker) {
    worker.checkAt = Long.MAX_VALUE;
    ProcessTask<?> head = worker.tasks.peekFirst();
    if (head == null || worker.verdict != null) {
      return;
    }
    long now = clock.getAsLong();
    switch (worker.state(head)) {
      case QUEUED -> notStarted(worker, head, now);
      case STARTED, INTERRUPTED -> running(worker, head, now);
      case DONE -> onTheWay(worker, head, now);
      case FREE, REVOKED, DOOMED ->
          workforce.condemn(worker, "broke the protocol: it lost a task", null);
    }
  }

  private void notStarted(WorkerLink worker, ProcessTask<?> head, long now) {
    if (now - head.sentAt >= STALLED) {
      workforce.condemn(worker, "did not start its task", null);
    } else {
      long left = head.sentAt + STALLED - now;
      lookAt(worker, now + Math.min(left, soonest(worker)), now);
    }
  }

  private void running(WorkerLink worker, ProcessTask<?> head, long now) {
    long startedAt = worker.startedAt(head, now);
    long ran = now - startedAt;
    events.taskStarted(head, startedAt);
    if (ran >= head.timeoutNanos) {
      overdue(worker, head, now);
      return;
    }
    if (worker.tasks.size() > 1 && ran >= PATIENCE) {
      worker.slow = true;
      workforce.takeBack(worker);
    }
    long left = head.timeoutNanos == Long.MAX_VALUE ? Long.MAX_VALUE : head.timeoutNanos - ran;
    if (worker.tasks.size() > 1) {
      left = Math.min(left, PATIENCE);
    }
    if (left != Long.MAX_VALUE) {
      lookAt(worker, now + left, now);
    }
  }

  private void overdue(WorkerLink worker, ProcessTask<?> head, long now) {
    workforce.takeBack(worker); // so that no other task can be running when the kill comes
    if (worker.memory.slots().doom(head.slot, head.sequence)) {
      workforce.condemn(
          worker, "timed out", new TaskTimedOutException(Duration.ofNanos(head.timeoutNanos)));
    } else {
      lookAt(worker, now + ON_THE_WAY, now);
    }
  }

  private void onTheWay(WorkerLink worker, ProcessTask<?> head, long now) {
    long late = now - worker.startedAt(head, now) - head.timeoutNanos;
    if (head.timeoutNanos == Long.MAX_VALUE || late < ON_THE_WAY) {
      lookAt(
          worker, now + (events.isWatched() ? NEWS : ON_THE_WAY), now); // the next may have begun
    } else if (isArriving(worker, head)) {
      lookAt(worker, now + ON_THE_WAY, now);
    } else if (worker.tasks.size() == 1) {
      workforce.condemn(
          worker, "timed out", new TaskTimedOutException(Duration.ofNanos(head.timeoutNanos)));
    } else {
      workforce.takeBack(worker);
      lookAt(worker, now + ON_THE_WAY, now);
    }
  }

  /** Whether something of the result came since the last look, or waits to be read. */
  private static boolean isArriving(WorkerLink worker, ProcessTask<?> head) {
    long written = worker.memory.responses().written();
    boolean moved = worker.resultOf != head.sequence || worker.resultWritten != written;
    worker.resultOf = head.sequence;
    worker.resultWritten = written;
    return moved || worker.memory.responses().hasInput();
  }

  /** A cancelled task was asked to end; if it still runs after the grace its worker is killed. */
  void killAfterGrace(WorkerLink worker, ProcessTask<?> task, long sequence, Duration grace) {
    var _ = timer.in(grace.toNanos(), () -> graceOver(worker, task, sequence));
  }

  private void graceOver(WorkerLink worker, ProcessTask<?> task, long sequence) {
    if (worker.task(task.slot, sequence) != task || worker.verdict != null) {
      return;
    }
    workforce.takeBack(worker);
    boolean onTheWay = worker.state(task) == Slots.State.DONE && worker.tasks.size() == 1;
    if (worker.memory.slots().doom(task.slot, sequence) || onTheWay) {
      workforce.condemn(worker, "cancelled", null);
    }
  }
}
