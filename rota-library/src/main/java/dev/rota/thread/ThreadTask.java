package dev.rota.thread;

import dev.rota.Execution;
import dev.rota.TaskFuture;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A task of a {@link ThreadPool}, which is its own future. */
final class ThreadTask<T> extends TaskFuture<T> {

  private final ThreadPool pool;
  final Callable<T> callable;
  final long timeoutNanos;

  // Guarded by the pool's lock.
  boolean queued;
  boolean holdsPlace;
  long admittedAt;
  @Nullable Worker worker;
  @Nullable Future<?> alarm;

  private volatile Execution execution = Execution.NONE;

  ThreadTask(ThreadPool pool, Callable<T> callable, long timeoutNanos, Executor stages) {
    super(stages);
    this.pool = pool;
    this.callable = callable;
    this.timeoutNanos = timeoutNanos;
  }

  void ran(String worker, long queueNanos, long runNanos) {
    execution =
        new Execution(
            worker, 1, Duration.ofNanos(queueNanos), Duration.ofNanos(runNanos), Duration.ZERO);
  }

  /** Calls the task on the current thread. */
  Ending call() {
    try {
      T value = callable.call();
      return () -> succeed(value);
    } catch (Throwable thrown) {
      return () -> fail(thrown);
    }
  }

  /** How the task ended, to be told to its future. */
  @FunctionalInterface
  interface Ending {
    boolean tell();
  }

  boolean failed(Throwable failure) {
    return fail(failure);
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  protected void abandon(boolean interrupt) {
    pool.abandon(this, interrupt);
  }
}
