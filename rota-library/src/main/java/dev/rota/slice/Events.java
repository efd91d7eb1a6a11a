package dev.rota.slice;

import dev.rota.TaskOptions;
import dev.rota.observe.Announcer;
import dev.rota.observe.PoolEvent;
import dev.rota.observe.TaskEnd;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * What a {@link SlicedPool} tells of itself. Costs a look at whether anybody listens if nobody
 * does. Nothing is told under the scheduler's lock.
 */
final class Events {

  private final String pool;
  private final Announcer announcer;
  private final LongSupplier clock;

  Events(String pool, Announcer announcer, LongSupplier clock) {
    this.pool = pool;
    this.announcer = announcer;
    this.clock = clock;
    var _ = new PoolEvent.TaskQueued(pool, 0, 0, ""); // added under a lock that loads no class
  }

  void deliver() {
    announcer.deliver();
  }

  void deliverAll() {
    announcer.deliverAll();
  }

  /** How a task is called, empty if nobody listens who could want to know. */
  String name(Callable<?> task, TaskOptions options) {
    return announcer.isHeard() ? Announcer.nameOf(options.name(), task) : "";
  }

  void taskQueued(SlicedTask<?> task) {
    if (announcer.isHeard()) {
      announcer.add(new PoolEvent.TaskQueued(pool, task.queuedAt(), task.number(), task.name()));
    }
  }

  void taskStarted(SlicedTask<?> task, String worker) {
    if (announcer.isHeard()) {
      announcer.add(
          new PoolEvent.TaskStarted(pool, task.startedAt(), task.number(), task.name(), worker, 1));
    }
  }

  void taskEnded(SlicedTask<?> task, TaskEnd how) {
    if (announcer.isHeard()) {
      String worker = task.worker();
      long end = task.endedAt();
      announcer.add(
          new PoolEvent.TaskEnded(
              pool,
              end,
              task.number(),
              task.name(),
              how,
              worker == null ? "" : worker,
              worker == null ? 0 : 1,
              worker == null ? Duration.ZERO : Duration.ofNanos(end - task.startedAt()),
              worker == null ? Duration.ZERO : task.execution().cpuTime()));
    }
  }

  /** A carrier can be given tasks as soon as it runs. */
  void workerReady(Thread carrier) {
    if (announcer.isHeard()) {
      long now = clock.getAsLong();
      announcer.add(new PoolEvent.WorkerStarted(pool, now, carrier.getName(), pid()));
      announcer.add(new PoolEvent.WorkerReady(pool, now, carrier.getName(), pid()));
    }
  }

  void workerDied(Thread carrier) {
    if (announcer.isHeard()) {
      announcer.add(
          new PoolEvent.WorkerDied(pool, clock.getAsLong(), carrier.getName(), pid(), "stopped"));
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
