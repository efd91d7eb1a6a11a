package dev.rota.process;

import dev.rota.TaskFailure;
import dev.rota.WorkerLostException;
import dev.rota.supervise.SupervisorEvent;
import dev.rota.wire.Slots;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Ends workers against their will, and says what becomes of the tasks that are with a worker that
 * ends so or dies by itself. Guarded by the pool's lock.
 */
final class Condemnation {

  private final Settings settings;
  private final LongSupplier clock;
  private final Timer timer;
  private final Ends ends;
  private final NestedTasks nested;
  private final Events events;
  private final Workforce workforce;

  Condemnation(
      Settings settings,
      LongSupplier clock,
      Timer timer,
      Ends ends,
      NestedTasks nested,
      Events events,
      Workforce workforce) {
    this.settings = settings;
    this.clock = clock;
    this.timer = timer;
    this.ends = ends;
    this.nested = nested;
    this.events = events;
    this.workforce = workforce;
  }

  private Dispatcher dispatcher() {
    return workforce.dispatcher();
  }

  /** Ends a worker that has no tasks. If it never did any it counts as one that cannot live. */
  void expel(WorkerLink link, String verdict) {
    dispatcher().withdraw(link);
    link.kill(verdict);
  }

  /**
   * Ends a worker at once. What runs there is lost, and what has not started goes elsewhere; but
   * what has ended may still be heard of until the process is gone.
   */
  void condemn(WorkerLink link, String verdict) {
    if (link.verdict == null) {
      link.verdict = verdict;
    }
    withdraw(link);
    for (ProcessTask<?> task : link.runs.tasks()) {
      if (link.slots.state(task) != Slots.State.DONE) {
        fail(link, task, new WorkerLostException(lost(link, verdict)));
      }
    }
    workforce.tell(new SupervisorEvent.Condemned(link.number));
  }

  private static String lost(WorkerLink link, String verdict) {
    return link.farewell == null
        ? "the worker " + verdict
        : "another task in the worker brought it down: " + verdict;
  }

  /**
   * Ends a worker because of one of its tasks, which fails now. If others run there the worker is
   * given no more, and they have a while to finish; else it is killed at once.
   */
  void condemn(WorkerLink link, String verdict, ProcessTask<?> culprit, TaskFailure failure) {
    withdraw(link);
    BooleanSupplier stillRuns = link.slots.untilOver(culprit);
    fail(link, culprit, failure);
    bidFarewell(link, verdict, stillRuns);
  }

  /** Ends a worker that starts nothing of what it was sent; what runs there may finish. */
  void stalled(WorkerLink link) {
    withdraw(link);
    bidFarewell(link, "did not start its task", () -> true);
  }

  private void withdraw(WorkerLink link) {
    dispatcher().withdraw(link);
    dispatcher().takeBack(link);
  }

  /** Kills a worker once nothing runs there, or after a while if the reason for it persists. */
  private void bidFarewell(WorkerLink link, String verdict, BooleanSupplier reason) {
    Farewell farewell = link.farewell == null ? new Farewell(verdict) : link.farewell;
    farewell.because(reason);
    if (link.runs.tasks().stream().allMatch(task -> link.slots.state(task) == Slots.State.DONE)) {
      condemn(link, farewell.verdict);
      return;
    }
    link.farewell = farewell;
    var _ = timer.in(settings.neighbourGrace().toNanos(), () -> graceOver(link, farewell, reason));
    workforce.retire(link, "one of its tasks " + verdict);
    link.ring(); // so that it interrupts who is doomed
  }

  private void graceOver(WorkerLink link, Farewell farewell, BooleanSupplier reason) {
    if (workforce.has(link) && link.verdict == null && reason.getAsBoolean()) {
      condemn(link, farewell.verdict);
    }
  }

  /** Has a running task fail, and its worker go with it; false if the task has ended. */
  boolean doom(WorkerLink link, ProcessTask<?> task, String verdict, TaskFailure failure) {
    Deque<ProcessTask<?>> behind = link.runs.revokeAll(); // none starts from now on
    boolean doomed = link.slots.doom(task);
    if (doomed) {
      condemn(link, verdict, task, failure);
    }
    dispatcher().addFirst(behind);
    return doomed;
  }

  /**
   * Ends a worker at once for what all that runs there has done together. If all has ended, and
   * only the results are on the way, they are waited for.
   *
   * @param failure what one of so many tasks fails with
   */
  void doomAll(WorkerLink link, String verdict, IntFunction<TaskFailure> failure) {
    Deque<ProcessTask<?>> behind = link.runs.revokeAll(); // none starts from now on
    List<ProcessTask<?>> doomed = link.runs.tasks().stream().filter(link.slots::doom).toList();
    if (!doomed.isEmpty()) {
      dispatcher().withdraw(link);
      doomed.forEach(task -> fail(link, task, failure.apply(doomed.size())));
      condemn(link, verdict);
    } else if (link.runs.count() == 0) {
      expel(link, verdict);
    } else {
      workforce.retire(link, "it " + verdict);
    }
    dispatcher().addFirst(behind);
  }

  /** A worker is dead: ends what was with it. */
  void bury(WorkerLink link, Death death) {
    withdraw(link);
    String verdict = link.fate();
    Blame blame = Blame.of(death, link);
    for (ProcessTask<?> task : link.runs.tasks()) {
      fail(
          link,
          task,
          verdict == null ? blame.failure(task) : new WorkerLostException(lost(link, verdict)));
    }
  }

  /** Takes a task from a worker on which it has come to nothing. */
  private void fail(WorkerLink link, ProcessTask<?> task, TaskFailure failure) {
    Slots.State state = link.slots.state(task);
    long wall = 0;
    if (state != Slots.State.FREE && state != Slots.State.QUEUED) {
      long now = clock.getAsLong();
      long startedAt = link.slots.startedAt(task, now);
      wall = now - startedAt;
      events.taskStarted(task, startedAt);
      task.ran(startedAt, wall, Gauge.cpuNanos(link, task, wall), Gauge.peakMemory(link));
      task.mayRunAgain(failure.getMessage());
      link.hasRun = true;
    }
    nested.ended(link, task);
    link.runs.remove(task);
    dispatcher().leavePlace(task);
    dispatcher().ran(task, wall);
    ends.attemptFailed(task, failure);
  }
}
