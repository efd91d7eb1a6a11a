package dev.rota.process;

import dev.rota.TaskFailure;
import dev.rota.adapt.Decision;
import dev.rota.observe.Announcer;
import dev.rota.observe.PoolEvent;
import dev.rota.observe.TaskEnd;
import dev.rota.supervise.Supervision;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a {@link ProcessPool} tells of itself. Costs a look at whether anybody listens if nobody
 * does. Events are made under the pool's lock, which gives them their order, and delivered once it
 * is free.
 */
final class Events {

  private final String pool;
  private final Announcer announcer;
  private final Monitor monitor;
  private final LongSupplier clock;
  private long lastTask; // guarded by the lock

  Events(String pool, Announcer announcer, Monitor monitor, LongSupplier clock) {
    this.pool = pool;
    this.announcer = announcer;
    this.monitor = monitor;
    this.clock = clock;
  }

  /** Whether somebody wants to see soon what runs. */
  boolean isWatched() {
    return announcer.hasObserver();
  }

  /** Without the lock: when this returns all so far has been told. */
  void deliverAll() {
    announcer.deliverAll();
  }

  private void tell(PoolEvent event) {
    announcer.add(event);
    monitor.afterwards(announcer::deliver);
  }

  private static String name(ProcessTask<?> task) {
    return Announcer.nameOf(task.options.name(), task.callable);
  }

  /** Under the lock. */
  void taskQueued(ProcessTask<?> task) {
    task.number = ++lastTask;
    if (announcer.isHeard()) {
      tell(new PoolEvent.TaskQueued(pool, task.admittedAt, task.number, name(task)));
    }
  }

  /** Under the lock: an attempt has started, which the master may learn of more than once. */
  void taskStarted(ProcessTask<?> task, long at) {
    if (task.toldAttempt == 0 && announcer.isHeard()) {
      task.toldAttempt = task.attempts + 1;
      task.toldStart = at;
      tell(
          new PoolEvent.TaskStarted(
              pool, at, task.number, name(task), task.worker, task.toldAttempt));
    }
  }

  /** Under the lock: an attempt came to nothing, and the task is about to be queued again. */
  void taskRetried(ProcessTask<?> task, TaskFailure failure, long now) {
    if (announcer.isHeard()) {
      boolean started = task.toldAttempt > 0;
      tell(
          new PoolEvent.TaskRetried(
              pool,
              started ? task.endedAt(now) : now,
              task.number,
              name(task),
              TaskEnd.of(failure.asException()),
              started ? task.worker : "",
              started ? task.toldAttempt : task.attempts,
              nanos(started ? task.runNanos() : 0),
              nanos(started ? task.cpuNanos() : 0)));
    }
    task.toldAttempt = 0;
  }

  /** With the lock or without it: the future of a task that was admitted has ended. */
  void taskEnded(ProcessTask<?> task, TaskEnd how) {
    if (announcer.isHeard()) {
      monitor.run(() -> tellEnd(task, how));
    }
  }

  private void tellEnd(ProcessTask<?> task, TaskEnd how) {
    boolean started = task.toldAttempt > 0;
    long now = clock.getAsLong();
    tell(
        new PoolEvent.TaskEnded(
            pool,
            started ? task.endedAt(now) : now,
            task.number,
            name(task),
            how,
            started ? task.worker : "",
            started ? task.toldAttempt : task.attempts,
            nanos(started ? task.runNanos() : 0),
            nanos(started ? task.cpuNanos() : 0)));
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos));
  }

  /** Under the lock. */
  void workerStarted(WorkerLink link) {
    if (announcer.isHeard()) {
      long now = clock.getAsLong();
      tell(new PoolEvent.WorkerStarted(pool, now, link.name, link.process.pid()));
    }
  }

  /** Under the lock. */
  void workerReady(WorkerLink link) {
    if (announcer.isHeard()) {
      long now = clock.getAsLong();
      tell(new PoolEvent.WorkerReady(pool, now, link.name, link.process.pid()));
    }
  }

  /** Under the lock. */
  void workerRecycled(WorkerLink link, String why) {
    if (announcer.isHeard()) {
      long now = clock.getAsLong();
      tell(new PoolEvent.WorkerRecycled(pool, now, link.name, link.process.pid(), why));
    }
  }

  /** Under the lock. */
  void workerDied(String worker, long pid, String cause) {
    if (announcer.isHeard()) {
      tell(new PoolEvent.WorkerDied(pool, clock.getAsLong(), worker, pid, cause));
    }
  }

  /** Under the lock: there are to be more workers, or fewer. */
  void workersSet(Decision decision) {
    if (announcer.isHeard()) {
      tell(new PoolEvent.WorkersSet(pool, clock.getAsLong(), decision.workers(), decision.why()));
    }
  }

  /** Under the lock: the circuit may have changed. */
  void circuit(Supervision.Circuit before, Supervision.Circuit after, String why) {
    if (before.equals(after) || !announcer.isHeard()) {
      return;
    }
    long now = clock.getAsLong();
    switch (after) {
      case Supervision.Circuit.Open(long until) ->
          tell(new PoolEvent.CircuitOpened(pool, now, nanos(until - now), why));
      case Supervision.Circuit.Closed() -> tell(new PoolEvent.CircuitClosed(pool, now));
      case Supervision.Circuit.Trial() -> {} // as open as before
    }
  }
}
