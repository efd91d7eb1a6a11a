package dev.rota.process;

import dev.rota.TaskTimedOutException;
import dev.rota.WorkerLostException;
import dev.rota.wire.Ring;
import dev.rota.wire.Slots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Looks at what busy workers are doing, at the moments when there could be something to do about
 * it: a task that runs is overdue, it holds up others that were sent ahead, or the worker does not
 * start what it was sent. One look a worker is scheduled at a time. All methods are called under
 * the pool's lock.
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
    if (worker.runs.count() > 0) {
      long now = clock.getAsLong();
      lookAt(worker, now + Math.min(STALLED, soonest(worker)), now);
    }
  }

  /** How soon there can be something to do, if all that is with the worker starts now. */
  private long soonest(WorkerLink worker) {
    long soonest = worker.runs.waiting() > 0 ? PATIENCE : Long.MAX_VALUE;
    for (Run run : worker.runs.all()) {
      soonest = Math.min(soonest, soonest(run));
    }
    return soonest;
  }

  private long soonest(Run run) {
    long soonest = events.isWatched() ? NEWS : Long.MAX_VALUE;
    for (ProcessTask<?> task : run.tasks) {
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
    long now = clock.getAsLong();
    long next = Long.MAX_VALUE; // in ns from now
    int begun = 0;
    int slow = 0;
    for (Run run : List.copyOf(worker.runs.all())) {
      if (worker.verdict != null) {
        return;
      }
      if (run.tasks.isEmpty() || worker.runs.isUnstarted(run)) {
        continue; // it has just been given up, or waits
      }
      ProcessTask<?> current = worker.runs.current(run);
      if (current == null) {
        next = Math.min(next, onTheWay(worker, run, run.tasks.getFirst(), now));
      } else {
        begun++;
        slow += isSlow(worker, current, now) ? 1 : 0;
        next = Math.min(next, begun(worker, run, current, now));
      }
    }
    Optional<Run> waits = worker.runs.all().stream().filter(worker.runs::isUnstarted).findFirst();
    if (worker.verdict == null && waits.isPresent()) {
      next = Math.min(next, unstarted(worker, waits.get(), begun, slow, now));
    }
    if (worker.verdict == null && next != Long.MAX_VALUE) {
      lookAt(worker, now + next, now);
    }
  }

  /** Not what has just ended, or is about to start: when it started is not known then. */
  private static boolean isSlow(WorkerLink worker, ProcessTask<?> current, long now) {
    long startedAt = worker.slots.startedAt(current, now);
    return worker.slots.isRunning(current) && now - startedAt >= PATIENCE;
  }

  /** Looks at a run that is under way; returns in how many ns to look again. */
  private long begun(WorkerLink worker, Run run, ProcessTask<?> current, long now) {
    if (current != run.tasks.getFirst()) {
      worker.ring(); // results lie unread: it shall announce them
    }
    return switch (worker.slots.state(current)) {
      case QUEUED -> Math.min(PATIENCE, soonest(run)); // between two tasks
      case STARTED, INTERRUPTED -> running(worker, run, current, now);
      case DONE -> ON_THE_WAY; // since we asked
      case FREE, REVOKED, DOOMED, OVER -> {
        workforce.condemnation().condemn(worker, "broke the protocol: it lost a task");
        yield Long.MAX_VALUE;
      }
    };
  }

  private long running(WorkerLink worker, Run run, ProcessTask<?> current, long now) {
    long startedAt = worker.slots.startedAt(current, now);
    if (!worker.slots.isRunning(current)) {
      return PATIENCE; // it has just ended, and this may be when the next one started
    }
    long ran = now - startedAt;
    events.taskStarted(current, startedAt);
    long cpu = current.limits.asksForCpu(ran) ? Gauge.cpuNanos(worker, current, ran) : 0;
    TaskTimedOutException passed = current.limits.passed(ran, cpu);
    if (passed != null) {
      return overdue(worker, current, passed);
    }
    long left = current.limits.left(ran, cpu);
    if (ran < PATIENCE) {
      return worker.runs.waiting() > 0 ? Math.min(left, PATIENCE - ran) : left;
    }
    if (run.tasks.getLast() != current) {
      workforce.dispatcher().takenUp(worker, current);
    }
    return left;
  }

  private long overdue(WorkerLink worker, ProcessTask<?> current, TaskTimedOutException passed) {
    boolean doomed = workforce.condemnation().doom(worker, current, "timed out", passed);
    return doomed ? Long.MAX_VALUE : ON_THE_WAY;
  }

  /** Looks at the first of the runs that have not begun, while {@code begun} others have. */
  private long unstarted(WorkerLink worker, Run run, int begun, int slow, long now) {
    if (begun >= worker.threads) {
      if (slow < worker.threads) {
        return PATIENCE; // the next thread that is free takes it
      }
      worker.runs.all().stream()
          .filter(other -> !worker.runs.isUnstarted(other))
          .forEach(worker.runs::slowed);
      workforce.takeBack(worker);
      return Long.MAX_VALUE;
    }
    ProcessTask<?> first = run.tasks.getFirst();
    long left = first.sentAt + STALLED - now;
    if (left <= 0) {
      workforce.condemnation().stalled(worker);
      return Long.MAX_VALUE;
    }
    return Math.min(left, soonest(run));
  }

  /** All of the run has ended by the worker's word, but the first result is not here. */
  private long onTheWay(WorkerLink worker, Run run, ProcessTask<?> head, long now) {
    long limit = head.limits.wallNanos();
    long late = now - worker.slots.startedAt(head, now) - limit;
    if (limit == Long.MAX_VALUE || late < ON_THE_WAY) {
      return events.isWatched() ? NEWS : ON_THE_WAY; // the next may have begun
    }
    if (!isArriving(worker, run, head)) {
      workforce.condemnation().condemn(worker, "timed out", head, head.limits.overdue());
      return Long.MAX_VALUE;
    }
    return ON_THE_WAY;
  }

  /** Whether something of the result came since the last look, or waits to be read. */
  private static boolean isArriving(WorkerLink worker, Run run, ProcessTask<?> head) {
    Ring responses = worker.memory.responses();
    long written = Faults.ask(responses::written, run.resultWritten);
    boolean moved = run.resultOf != head.sequence || run.resultWritten != written;
    run.resultOf = head.sequence;
    run.resultWritten = written;
    return moved || Faults.ask(responses::hasInput, false);
  }

  /** A cancelled task was asked to end; if it still runs after the grace its worker is killed. */
  void killAfterGrace(WorkerLink worker, ProcessTask<?> task, long sequence, Duration grace) {
    var _ = timer.in(grace.toNanos(), () -> graceOver(worker, task, sequence));
  }

  private void graceOver(WorkerLink worker, ProcessTask<?> task, long sequence) {
    if (task.link != worker || task.sequence != sequence || worker.verdict != null) {
      return;
    }
    WorkerLostException lost = new WorkerLostException("the worker was cancelled");
    if (!workforce.condemnation().doom(worker, task, "cancelled", lost)
        && worker.slots.state(task) == Slots.State.DONE
        && worker.runs.count() == 1) {
      workforce
          .condemnation()
          .condemn(worker, "cancelled"); // its result has been on the way for long enough
    }
  }
}
