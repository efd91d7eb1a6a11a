package dev.rota;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all pools have in common: the forms of submission, back-pressure and the bulk operations. A
 * pool adds how a task becomes a future, how it is queued and how it ends.
 *
 * <p>A task holds a place in the queue from just before {@link #enqueue} until the pool calls
 * {@link #leaveQueue} for it, which it does exactly once: when the task starts, or ends without a
 * start. A future that was made but never queued (its batch timed out first) may be abandoned too;
 * it holds no place.
 */
public abstract class AbstractPool implements Pool {

  /** Enough to keep workers busy that are sent 64 short tasks each; few enough to hold. */
  private static final int LOOK_AHEAD = 1024;

  private final Admission admission;
  private final Executor stageExecutor;
  private final @Nullable Duration taskTimeout;
  private final int lookAhead;
  private final Histogram queueTimes = new Histogram();
  private final Histogram runTimes = new Histogram();

  /**
   * Takes over the common options.
   *
   * @param options what the pool was built with
   */
  protected AbstractPool(PoolBuilder<?> options) {
    this.admission = new Admission(options.queueCapacity(), options.whenFull());
    this.stageExecutor = options.stageExecutor();
    this.taskTimeout = options.taskTimeout();
    this.lookAhead = Math.min(options.queueCapacity(), LOOK_AHEAD);
  }

  /**
   * Makes the future of a task, without queueing it.
   *
   * @param <T> the type of the result
   * @param task the task
   * @param options what is asked of it
   * @return its future
   * @throws NotShippableException if the task cannot reach the pool's workers
   */
  protected abstract <T> TaskFuture<T> newTask(Callable<T> task, TaskOptions options);

  /**
   * Queues a task that has a place. Does not block.
   *
   * @param task what {@link #newTask} made
   * @throws TaskRejectedException if the pool takes no tasks any more
   */
  protected abstract void enqueue(TaskFuture<?> task);

  /**
   * Whether the current thread runs a task of this pool, whose submissions must not wait.
   *
   * @return true on a thread that serves this pool
   */
  protected abstract boolean isInsideTask();

  /**
   * What runs the dependent stages of the pool's futures.
   *
   * @return the executor
   */
  protected final Executor stageExecutor() {
    return stageExecutor;
  }

  /**
   * The time-out that holds for a task.
   *
   * @param options what is asked of the task
   * @return its own or the pool's time-out in nanoseconds, {@code Long.MAX_VALUE} for none
   */
  protected final long timeoutNanos(TaskOptions options) {
    Duration timeout = options.timeout().orElse(taskTimeout);
    return timeout == null ? Long.MAX_VALUE : timeout.toNanos();
  }

  /** Frees the place in the queue that one task held. */
  protected final void leaveQueue() {
    admission.leave();
  }

  /** Refuses every submitter that waits for a place and all that come later. */
  protected final void closeAdmission() {
    admission.close();
  }

  /**
   * How many tasks hold a place in the queue.
   *
   * @return 0 or more
   */
  protected final long queued() {
    return admission.taken();
  }

  /**
   * Counts the times of a task that has ended, for the stats.
   *
   * @param queueNanos from its admission to its last start, or to its end if it never started
   * @param runNanos how long its last attempt ran; below zero if it never started
   */
  protected final void countTimes(long queueNanos, long runNanos) {
    queueTimes.record(queueNanos);
    if (runNanos >= 0) {
      runTimes.record(runNanos);
    }
  }

  /**
   * How long the tasks waited that have ended.
   *
   * @return percentiles of all since the pool was built
   */
  protected final Percentiles queueTimes() {
    return queueTimes.percentiles();
  }

  /**
   * How long the tasks ran that have ended.
   *
   * @return percentiles of all since the pool was built that had started
   */
  protected final Percentiles runTimes() {
    return runTimes.percentiles();
  }

  private <T> TaskFuture<T> submitNow(Callable<T> task, TaskOptions options) {
    TaskFuture<T> future = newTask(task, options);
    try {
      admit(future, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskRejectedException(
          TaskRejectedException.Reason.INTERRUPTED,
          "the submitter was interrupted while it waited for room in the queue");
    }
    return future;
  }

  /** False if no place came free in time. */
  final boolean admit(TaskFuture<?> future, long waitNanos) throws InterruptedException {
    if (!admission.enter(isInsideTask(), waitNanos)) {
      return false;
    }
    try {
      enqueue(future);
    } catch (Throwable e) {
      admission.leave();
      throw e;
    }
    return true;
  }

  @Override
  public <T> TaskFuture<T> submit(Task<T> task) {
    return submitNow(requireNonNull(task, "task"), TaskOptions.defaults());
  }

  @Override
  public <T> TaskFuture<T> submit(Task<T> task, TaskOptions options) {
    return submitNow(requireNonNull(task, "task"), requireNonNull(options, "options"));
  }

  @Override
  public TaskFuture<?> submit(VoidTask task) {
    return submit(task, TaskOptions.defaults());
  }

  @Override
  public TaskFuture<?> submit(VoidTask task, TaskOptions options) {
    return submitNow(
        new RunnableTask<>(requireNonNull(task, "task"), null), requireNonNull(options, "options"));
  }

  @Override
  public <T> TaskFuture<T> submit(Callable<T> task) {
    return submitNow(requireNonNull(task, "task"), TaskOptions.defaults());
  }

  @Override
  public TaskFuture<?> submit(Runnable task) {
    return submitNow(
        new RunnableTask<>(requireNonNull(task, "task"), null), TaskOptions.defaults());
  }

  @Override
  public <T> TaskFuture<T> submit(Runnable task, T result) {
    return submitNow(
        new RunnableTask<>(requireNonNull(task, "task"), result), TaskOptions.defaults());
  }

  /**
   * Runs the task; what it throws goes to the uncaught-exception handler, as nobody sees a future.
   */
  @Override
  public void execute(Runnable task) {
    var _ = submit(task).whenComplete((value, failure) -> reportUncaught(failure));
  }

  private static void reportUncaught(@Nullable Throwable failure) {
    if (failure != null && !(failure instanceof CancellationException)) {
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, failure);
    }
  }

  /**
   * What {@code shutdownNow} returns for a task that never started.
   *
   * @param task what was submitted
   * @param future its future
   * @return the {@code Runnable} as it was given, or the future of any other task
   */
  protected static Runnable neverStarted(Callable<?> task, TaskFuture<?> future) {
    return task instanceof RunnableTask<?>(Runnable given, var _) ? given : future;
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return new Bulk(this, Long.MAX_VALUE).all(tasks);
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return new Bulk(this, unit.toNanos(timeout)).all(tasks);
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return new Bulk(this, Long.MAX_VALUE).any(tasks);
    } catch (TimeoutException e) {
      throw new AssertionError("no time-out was asked for", e);
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return new Bulk(this, unit.toNanos(timeout)).any(tasks);
  }

  @Override
  public <A, T> Stream<Outcome<A, T>> map(
      Iterable<? extends A> inputs,
      TaskFunction<? super A, ? extends T> function,
      MapOptions options) {
    int bound = options.lookAhead() == 0 ? lookAhead : options.lookAhead();
    return new Mapping<A, T>(this, inputs, function, options, bound).stream();
  }
}
