package dev.rota.process;

import dev.rota.Execution;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task of a {@link ProcessPool}, which is its own future. Everything but the future's own state
 * is guarded by the pool's lock.
 */
final class ProcessTask<T> extends TaskFuture<T> {

  private final ProcessPool pool;
  final Callable<T> callable;
  final TaskOptions options;
  final long timeoutNanos;
  final Cargo cargo;

  /** Whether the pool has taken it. */
  boolean admitted;

  /** Whether it stands in the queue. */
  boolean queued;

  /** Whether it holds a place of the queue's bound. */
  boolean holdsPlace;

  /** The worker that it is with, null while it is with none. */
  @Nullable WorkerLink link;

  /** Identifies the attempt that is with a worker. */
  long sequence;

  /** The slot of the worker that the attempt is with. */
  int slot;

  int attempts;
  int losses;
  String worker = "";
  long admittedAt;
  long sentAt;

  /** Its number among all that the pool admitted. */
  long number;

  /** The attempt that was told to have started and runs, 0 if none does. */
  int toldAttempt;

  private boolean started;
  private long startedAt;
  private long queueNanos;
  private long runNanos;
  private long cpuNanos;

  ProcessTask(
      ProcessPool pool, Callable<T> callable, TaskOptions options, long timeoutNanos, Cargo cargo) {
    super(pool.stages());
    this.pool = pool;
    this.callable = callable;
    this.options = options;
    this.timeoutNanos = timeoutNanos;
    this.cargo = cargo;
  }

  /** Notes how an attempt went that began at {@code startedAt}. */
  void ran(long startedAt, long runNanos, long cpuNanos) {
    this.started = true;
    this.startedAt = startedAt;
    this.queueNanos = Math.max(0, startedAt - admittedAt);
    this.runNanos = Math.max(0, runNanos);
    this.cpuNanos = Math.max(0, cpuNanos);
  }

  /** When the last attempt ended. */
  long endedAt(long now) {
    long end = startedAt + runNanos;
    return end - startedAt < 0 || end - now > 0 ? now : end;
  }

  /** From the admission to the last start, or until now if there was none. */
  long queueNanos(long now) {
    return started ? queueNanos : Math.max(0, now - admittedAt);
  }

  /** Of the last attempt, below zero if there was none. */
  long runNanos() {
    return started ? runNanos : -1;
  }

  long cpuNanos() {
    return cpuNanos;
  }

  @SuppressWarnings("unchecked")
  boolean returned(@Nullable Object value) {
    return succeed((T) value);
  }

  boolean failed(Throwable failure) {
    return fail(failure);
  }

  @Override
  protected void abandon(boolean interrupt) {
    pool.abandon(this, interrupt);
  }

  @Override
  public Execution execution() {
    return pool.locked(
        () ->
            new Execution(
                worker,
                attempts,
                Duration.ofNanos(queueNanos),
                Duration.ofNanos(runNanos),
                Duration.ofNanos(cpuNanos)));
  }
}
