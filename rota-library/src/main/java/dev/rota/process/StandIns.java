package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.supervise.Supervision;
import dev.rota.supervise.SupervisorEvent;
import java.time.Duration;

/**
 * The workers beyond those of the pool that work in the stead of threads whose tasks wait for tasks
 * of their own; see {@link NestedTasks}. Guarded by the pool's lock.
 */
final class StandIns {

  /** How long they stay when they are not needed any more. */
  private static final Duration KEPT = Duration.ofSeconds(2);

  private final int threadsPerWorker;
  private final Timer timer;
  private final Dispatcher dispatcher;
  private final Workforce workforce;
  private int waiting; // tasks that wait for tasks of their own
  private boolean dismissing;

  StandIns(int threadsPerWorker, Timer timer, Dispatcher dispatcher, Workforce workforce) {
    this.threadsPerWorker = threadsPerWorker;
    this.timer = timer;
    this.dispatcher = dispatcher;
    this.workforce = workforce;
  }

  /** A task of a worker waits, with it {@code waiting} in all: others work in their stead. */
  void relieve(ProcessTask<?> task, int waiting) {
    dispatcher.takenUp(requireNonNull(task.link), task);
    this.waiting = waiting;
    workforce.strengthen(count());
    workforce.tell(new SupervisorEvent.StrengthSet());
    dispatcher.relieved(count());
  }

  /** Only {@code waiting} tasks still wait. */
  void resume(int waiting) {
    this.waiting = waiting;
    dispatcher.relieved(count());
    workforce.strengthen(count());
    dismissLater();
  }

  /** How many do as much as the threads on which tasks wait. */
  private int count() {
    return Math.ceilDiv(waiting, threadsPerWorker);
  }

  /** Whether nothing is left that could run what the tasks wait for. */
  boolean allWait() {
    return allWait(waiting);
  }

  /** The same if {@code waiting} tasks wait. */
  boolean allWait(int waiting) {
    Supervision supervision = workforce.supervision();
    return supervision.circuit() instanceof Supervision.Circuit.Open
        && supervision.strength() * threadsPerWorker <= waiting;
  }

  /** Workers beyond those that there are to be go in a while, when they have nothing to do. */
  void dismissLater() {
    if (!dismissing) {
      dismissing = true;
      var _ = timer.in(KEPT.toNanos(), this::dismiss);
    }
  }

  private void dismiss() {
    dismissing = false;
    int surplus = workforce.surplus();
    if (surplus > 0 && workforce.supervision().mode() == Supervision.Mode.RUNNING) {
      dispatcher.idle(surplus).forEach(link -> workforce.retire(link, "fewer are needed"));
      dismissLater();
    }
  }
}
