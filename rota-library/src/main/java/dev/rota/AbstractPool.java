package dev.rota;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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
  private final Stages stages;
  private final @Nullable Duration taskTimeout;
  private final @Nullable Duration taskCpuTimeout;
  private final int lookAhead;
  private final String sizing;
  private final Histogram queueTimes = new Histogram();
  private final Histogram runTimes = new Histogram();

  /**
   * Takes over the common options.
   *
   * @param options what the pool was built with
   */
  protected AbstractPool(PoolBuilder<?> options) {
    this.admission = new Admission(options.queueCapacity(), options.whenFull());
    this.stages = new Stages(options.stageExecutor());
    this.taskTimeout = options.taskTimeout();
    this.taskCpuTimeout = options.taskCpuTimeout();
    this.sizing = options.sizing();
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

  final Stages stages() {
    return stages;
  }

  /**
   * Makes {@link Pool#current()} work on the current thread, which runs tasks of a pool and nothing
   * else.
   *
   * @param pool gives the pool of the task that the thread runs
   */
  protected static void serve(Supplier<? extends Pool> pool) {
    CurrentPool.serve(pool);
  }

  /**
   * Makes {@link Pool#current()} work on threads that know by themselves which pool they serve, in
   * place of whoever said so before; for the one kind of pool whose threads are too many and too
   * light to be told each.
   *
   * @param pool gives the pool of the task that the current thread runs, null if it runs none
   */
  protected static void serveBy(Supplier<? extends @Nullable Pool> pool) {
    CurrentPool.serveBy(pool);
  }

  /** Something that a thread waits for, which tasks of this pool bring about. */
  interface Wait<R> {
    R await() throws InterruptedException;
  }

  /** Waits for a task, null for any; if a task of this pool does so, others are to get on. */
  final <R> R waiting(@Nullable TaskFuture<?> task, Wait<R> wait) throws InterruptedException {
    if (!isInsideTask()) {
      return wait.await();
    }
    beginWaiting(task);
    try {
      return wait.await();
    } finally {
      endWaiting();
    }
  }

  /**
   * The current thread, which runs a task of this pool, is about to wait for others of its tasks.
   * For pools that another worker must serve meanwhile, lest all wait for each other.
   *
   * @param task what it waits for, null if for any of several
   * @throws TaskRejectedException if so many wait already that nobody would be left to serve
   */
  protected void beginWaiting(@Nullable TaskFuture<?> task) {}

  /** The current thread does not wait any more. */
  protected void endWaiting() {}

  /**
   * The time-outs that hold for a task.
   *
   * @param options what is asked of the task; the default options for the pool's own
   * @return its own or the pool's
   * @throws UnsupportedOperationException if CPU time is limited and this system does not count it
   */
  protected final TimeLimits limits(TaskOptions options) {
    TimeLimits limits =
        new TimeLimits(
            nanos(options.timeout().orElse(taskTimeout)),
            nanos(options.cpuTimeout().orElse(taskCpuTimeout)));
    if (limits.limitsCpu() && !countsCpuTime()) {
      throw new UnsupportedOperationException(
          "a CPU time-out of "
              + Duration.ofNanos(limits.cpuNanos())
              + " cannot be kept: this system does not tell the CPU time of threads");
    }
    return limits;
  }

  /**
   * Whether the CPU time of a task can be read while it runs.
   *
   * @return false, as here, if CPU time-outs are to be refused
   */
  protected boolean countsCpuTime() {
    return false;
  }

  private static long nanos(@Nullable Duration timeout) {
    return timeout == null ? Long.MAX_VALUE : timeout.toNanos();
  }

  /**
   * How many workers the pool keeps, and why.
   *
   * @return one line
   */
  protected final String sizing() {
    return sizing;
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
    return admit(future, isInsideTask(), waitNanos);
  }

  /**
   * Queues a task for a task of this pool that runs elsewhere. Does not block.
   *
   * @param task what {@link #newTask} would make
   * @throws TaskRejectedException if the queue holds ten times its bound, or the pool takes no
   *     tasks
   */
  protected final void admitFromInside(TaskFuture<?> task) {
    try {
      admit(task, true, 0);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody waits inside", e);
    }
  }

  private boolean admit(TaskFuture<?> future, boolean inside, long waitNanos)
      throws InterruptedException {
    if (!admission.enter(inside, waitNanos)) {
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
