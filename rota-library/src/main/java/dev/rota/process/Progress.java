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
    if (worker.count() > 0) {
      long now = clock.getAsLong();
      lookAt(worker, now + Math.min(STALLED, soonest(worker)), now);
    }
  }

  /** How soon there can be something to do, if the first task starts now. */
  private long soonest(WorkerLink worker) {
    long soonest = events.isWatched() ? NEWS : worker.count() > 1 ? PATIENCE : Long.MAX_VALUE;
    for (ProcessTask<?> task : worker.tasks()) {
      soonest = Math.min(soonest, task.limits.soonest());
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
    ProcessTask<?> head = worker.head();
    if (head == null || worker.verdict != null) {
      return;
    }
    long now = clock.getAsLong();
    ProcessTask<?> current = worker.current();
    if (current == null) {
      onTheWay(worker, head, now);
      return;
    }
    if (current != head) {
      worker.ring(); // results lie unread: it shall announce them
    }
    switch (worker.state(current)) {
      case QUEUED -> notStarted(worker, current, now);
      case STARTED, INTERRUPTED -> running(worker, current, now);
      case DONE -> lookAt(worker, now + ON_THE_WAY, now); // since we asked
      case FREE, REVOKED, DOOMED -> workforce.condemn(worker, "broke the protocol: it lost a task");
    }
  }

  private void notStarted(WorkerLink worker, ProcessTask<?> current, long now) {
    if (now - current.sentAt >= STALLED) {
      workforce.condemn(worker, "did not start its task");
    } else {
      long left = current.sentAt + STALLED - now;
      lookAt(worker, now + Math.min(left, soonest(worker)), now);
    }
  }

  private void running(WorkerLink worker, ProcessTask<?> current, long now) {
    long startedAt = worker.startedAt(current, now);
    long ran = now - startedAt;
    events.taskStarted(current, startedAt);
    long cpu = current.limits.asksForCpu(ran) ? Gauge.cpuNanos(worker, current, ran) : 0;
    TaskTimedOutException passed = current.limits.passed(ran, cpu);
    if (passed != null) {
      overdue(worker, current, passed, now);
      return;
    }
    long left = current.limits.left(ran, cpu);
    if (worker.isLast(current)) {
      // it holds up nobody
    } else if (ran >= PATIENCE) {
      worker.pace.slow = true;
      workforce.takeBack(worker);
    } else {
      left = Math.min(left, PATIENCE - ran);
    }
    if (left != Long.MAX_VALUE) {
      lookAt(worker, now + left, now);
    }
  }

  private void overdue(
      WorkerLink worker, ProcessTask<?> current, TaskTimedOutException passed, long now) {
    workforce.takeBack(worker); // so that no other task can be running when the kill comes
    if (worker.doom(current)) {
      workforce.condemn(worker, "timed out", current, passed);
    } else {
      lookAt(worker, now + ON_THE_WAY, now);
    }
  }

  /** All that is with the worker has ended by its word, but the first result is not here. */
  private void onTheWay(WorkerLink worker, ProcessTask<?> head, long now) {
    long limit = head.limits.wallNanos();
    long late = now - worker.startedAt(head, now) - limit;
    if (limit == Long.MAX_VALUE || late < ON_THE_WAY) {
      lookAt(
          worker, now + (events.isWatched() ? NEWS : ON_THE_WAY), now); // the next may have begun
    } else if (isArriving(worker, head)) {
      lookAt(worker, now + ON_THE_WAY, now);
    } else {
      workforce.condemn(worker, "timed out", head, head.limits.overdue());
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
    if (task.link != worker || task.sequence != sequence || worker.verdict != null) {
      return;
    }
    workforce.takeBack(worker);
    boolean onTheWay = worker.state(task) == Slots.State.DONE && worker.count() == 1;
    if (worker.doom(task) || onTheWay) {
      workforce.condemn(worker, "cancelled");
    }
  }
}
