package dev.rota.thread;

import dev.rota.TaskOptions;
import dev.rota.adapt.Decision;
import dev.rota.observe.Announcer;
import dev.rota.observe.PoolEvent;
import dev.rota.observe.TaskEnd;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * What a {@link ThreadPool} tells of itself. Costs a look at whether anybody listens if nobody
 * does. Whoever adds an event calls {@link #deliver} once it does not hold the pool's lock.
 */
final class Events {

  private final String pool;
  private final Announcer announcer;
  private final LongSupplier clock;

  Events(String pool, Announcer announcer, LongSupplier clock) {
    this.pool = pool;
    this.announcer = announcer;
    this.clock = clock;
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

  void taskQueued(ThreadTask<?> task) {
    if (announcer.isHeard()) {
      announcer.add(
          new PoolEvent.TaskQueued(pool, task.course().queuedAt(), task.number, task.name()));
    }
  }

  void taskStarted(ThreadTask<?> task, Worker worker) {
    if (announcer.isHeard()) {
      announcer.add(
          new PoolEvent.TaskStarted(
              pool, task.course().startedAt(), task.number, task.name(), worker.getName(), 1));
    }
  }

  void taskEnded(ThreadTask<?> task, TaskEnd how) {
    if (announcer.isHeard()) {
      Worker worker = task.worker();
      long end = task.course().endedAt();
      announcer.add(
          new PoolEvent.TaskEnded(
              pool,
              end,
              task.number,
              task.name(),
              how,
              worker == null ? "" : worker.getName(),
              worker == null ? 0 : 1,
              worker == null ? Duration.ZERO : Duration.ofNanos(end - task.course().startedAt()),
              worker == null ? Duration.ZERO : task.execution().cpuTime()));
    }
  }

  /** A thread can be given tasks as soon as it runs. */
  void workerReady(Worker worker) {
    if (announcer.isHeard()) {
      long now = clock.getAsLong();
      announcer.add(new PoolEvent.WorkerStarted(pool, now, worker.getName(), pid()));
      announcer.add(new PoolEvent.WorkerReady(pool, now, worker.getName(), pid()));
    }
  }

  void workersSet(Decision decision) {
    if (announcer.isHeard()) {
      announcer.add(
          new PoolEvent.WorkersSet(pool, clock.getAsLong(), decision.workers(), decision.why()));
    }
  }

  void workerReplaced(Worker worker) {
    if (announcer.isHeard()) {
      String why = "its task does not heed its interruption";
      announcer.add(
          new PoolEvent.WorkerRecycled(pool, clock.getAsLong(), worker.getName(), pid(), why));
    }
  }

  void workerDied(Worker worker, boolean wasReplaced) {
    if (announcer.isHeard()) {
      String cause = wasReplaced ? "recycled" : "stopped";
      announcer.add(
          new PoolEvent.WorkerDied(pool, clock.getAsLong(), worker.getName(), pid(), cause));
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
