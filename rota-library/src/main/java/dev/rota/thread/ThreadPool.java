package dev.rota.thread;

import dev.rota.AbstractPool;
import dev.rota.PoolBuilder;
import dev.rota.PoolStats;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskRejectedException;
import dev.rota.adapt.Meter;
import dev.rota.observe.Announcer;
import dev.rota.observe.TaskEnd;
import dev.rota.schedule.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool of platform threads. Tasks start in the order in which they came, or in that of a
 * {@linkplain ThreadPoolBuilder#policy policy}, and share the heap with their submitter, so any
 * {@code Callable} or {@code Runnable} will do, and the cause of a failure is the task's own
 * exception.
 *
 * <pre>{@code
 * try (ThreadPool pool = ThreadPool.builder().workers(4).build()) {
 *   System.out.println(pool.submit(() -> parse(file)).get());
 * }
 * }</pre>
 *
 * <p><b>A thread cannot be killed.</b> A task that is overdue fails with {@link
 * dev.rota.TaskTimedOutException} at once and is interrupted, as a cancelled one is. If it goes on
 * for longer than the {@linkplain ThreadPoolBuilder#interruptGrace grace period} its thread counts
 * as abandoned and a new one takes its place, up to a {@linkplain ThreadPoolBuilder#maxAbandoned
 * bound}; when it does return, it ends. A task that crashes the JVM, or exhausts its heap, takes
 * everything along: that is what {@link dev.rota.process.ProcessPool} is for.
 *
 * <p><b>Tasks of tasks.</b> A task may submit others to its own pool and wait for them, by {@code
 * get}, {@code join}, {@code invokeAll}, {@code invokeAny} or {@code map}: meanwhile another thread
 * works in its place, up to 256 of them, and the task that is waited for starts next. When the wait
 * is over there is for a moment one thread more at work than there are workers. Other ways to wait
 * (for {@code CompletableFuture.allOf}, for a latch) hold the thread's place.
 *
 * <p><b>Policies</b> are asked when a thread is free, and run their tasks to the end; they are
 * charged the time for which each has held its thread. A policy runs on the pool's threads and
 * those of who submits, under the pool's lock.
 *
 * <p><b>Failures.</b> Whatever a task throws, an {@code Error} too, is its failure and no more: the
 * thread goes on with the next one. Retries do not apply: a thread is never lost, and what a task
 * throws is not retried.
 *
 * <p><b>Threads</b> are called {@code <name>-worker-<n>} and have the context class loader of the
 * thread that built the pool; they inherit no thread-locals. They are daemons: a pool that was
 * forgotten does not keep the JVM alive. Close the pool to wait for its tasks.
 *
 * <p><b>The end.</b> After {@code shutdown} or {@code shutdownNow} the pool has terminated when the
 * last task has returned. Abandoned threads do not count.
 */
/* Synchronization: `lock` guards `queue`, `crew`, `sizing`, `submitted` and `state`; the last is also
 * read without it. A task leaves the queue and gets its worker in one hold of the lock: one that is to
 * be stopped is either queued or has a worker. Worker.turn is taken under the lock, never the other
 * way round. Futures are ended and threads interrupted without the lock: both may run foreign code. */
public final class ThreadPool extends AbstractPool {

  private enum State {
    RUNNING,
    SHUT_DOWN,
    TERMINATED
  }

  private final LongSupplier clock;
  private final Alarm alarm;
  private final Tally tally = new Tally();
  private final Events events;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition termination = lock.newCondition();
  private final TaskQueue queue;
  private final Crew crew;
  private final @Nullable Sizing sizing; // null if the number of workers is fixed
  private long submitted;
  private volatile State state = State.RUNNING;

  ThreadPool(
      PoolBuilder<?> builder,
      String name,
      int workers,
      @Nullable Meter meter,
      Duration interruptGrace,
      int maxAbandoned,
      LongSupplier clock,
      @Nullable Policy policy,
      Announcer announcer) {
    super(builder);
    var _ = limits(TaskOptions.defaults()); // refused before anything is started
    this.clock = clock;
    this.queue = policy == null ? new ArrivalOrder() : new PolicyOrder(policy, clock);
    this.events = new Events(name, announcer, clock);
    this.alarm = new Alarm(this, name, interruptGrace);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    this.crew =
        new Crew(
            number -> new Worker(this, name + "-worker-" + number, loader),
            workers,
            maxAbandoned,
            events::workerReplaced);
    this.sizing = meter == null ? null : new Sizing(meter, crew, events, clock);
  }

  /**
   * A builder with the defaults.
   *
   * @return a new builder
   */
  public static ThreadPoolBuilder builder() {
    return new ThreadPoolBuilder();
  }

  void start() {
    lock.lock();
    try {
      crew.fill();
    } catch (OutOfMemoryError e) { // no more threads to be had
      shutdown();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected <T> TaskFuture<T> newTask(Callable<T> task, TaskOptions options) {
    return new ThreadTask<>(
        this, tally, new Course(clock), task, limits(options), events.name(task, options), options);
  }

  @Override
  protected void enqueue(TaskFuture<?> future) {
    ThreadTask<?> task = (ThreadTask<?>) future;
    lock.lock();
    try {
      if (state != State.RUNNING) {
        throw new TaskRejectedException(
            TaskRejectedException.Reason.SHUT_DOWN, "the pool was shut down");
      }
      task.number = ++submitted;
      task.queued();
      events.taskQueued(task);
      queue.add(task);
      work.signal();
    } finally {
      lock.unlock();
    }
    events.deliver();
  }

  @Override
  protected boolean isInsideTask() {
    return Thread.currentThread() instanceof Worker worker && worker.serves(this);
  }

  @Override
  protected boolean countsCpuTime() {
    return Course.countsCpuTime();
  }

  /** For a worker, at its beginning. */
  void served() {
    serve(() -> this);
  }

  Alarm alarm() {
    return alarm;
  }

  @Override
  protected void beginWaiting(@Nullable TaskFuture<?> task) {
    lock.lock();
    try {
      if (!crew.mayWait()) {
        throw new TaskRejectedException(
            TaskRejectedException.Reason.TOO_MANY_WAIT,
            "%d tasks wait for others of their pool, as many as may".formatted(crew.waiting()));
      }
      if (task instanceof ThreadTask<?> awaited) {
        queue.hurry(awaited); // what was begun is to end before more is begun
      }
      crew.waits();
      standIn();
    } finally {
      lock.unlock();
    }
  }

  private void standIn() {
    try {
      settle();
    } catch (Throwable e) { // no more threads to be had
      crew.waitsNoMore();
      throw e;
    }
  }

  @Override
  protected void endWaiting() {
    lock.lock();
    try {
      crew.waitsNoMore();
      work.signal(); // a thread too many may end; if it is woken for a task, this wakes another
    } finally {
      lock.unlock();
    }
  }

  /** For a worker: it begins. */
  void came(Worker worker) {
    events.workerReady(worker);
    events.deliver();
  }

  /**
   * For a worker: the next task, started; waits for one. Null when the worker is to end.
   *
   * @param ran what it has run, null at its beginning
   */
  @Nullable ThreadTask<?> next(Worker worker, @Nullable ThreadTask<?> ran) {
    ThreadTask<?> task = take(worker, ran);
    events.deliver();
    return task;
  }

  private @Nullable ThreadTask<?> take(Worker worker, @Nullable ThreadTask<?> ran) {
    lock.lock();
    try {
      if (ran != null) {
        queue.ran(ran);
        resize();
      }
      while (crew.cameBack(worker) && !crew.isSurplus()) {
        ThreadTask<?> task = queue.poll();
        if (task != null) {
          if (task.isDone()) {
            drop(task); // before whoever cancelled it could
            queue.ran(task);
          } else {
            leaveQueue();
            task.startOn(worker);
            events.taskStarted(task, worker);
            return task;
          }
        } else if (state == State.RUNNING) {
          rest(+1);
          work.awaitUninterruptibly();
          rest(-1);
        } else {
          break;
        }
      }
      dismiss(worker);
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** A task has left its worker: that may be the moment to have more workers, or fewer. */
  private void resize() {
    if (sizing != null && sizing.changesAtAnEnd()) {
      work.signalAll(); // workers that wait and are too many are to end
      try {
        settle();
      } catch (OutOfMemoryError e) { // no more threads to be had
        sizing.cannotGrow();
      }
    }
  }

  private void rest(int change) {
    if (sizing != null) {
      sizing.rest(change);
    }
  }

  /** A worker that was woken for a task and ends instead wakes another for it. */
  private void dismiss(Worker worker) {
    crew.dismiss(worker);
    if (!queue.isEmpty()) {
      work.signal();
    }
  }

  /** A task that never starts gives up its place. */
  private void drop(ThreadTask<?> task) {
    task.leftQueueUnstarted();
    leaveQueue();
  }

  /** For a worker: it ends. */
  void left(Worker worker) {
    lock.lock();
    try {
      events.workerDied(worker, crew.left(worker));
      settle();
    } finally {
      lock.unlock();
    }
    events.deliver();
  }

  /** For the alarm: the task was interrupted and has not returned in time. */
  void overdue(ThreadTask<?> task, Worker worker) {
    lock.lock();
    try {
      if (worker.current() == task) {
        crew.isOverdue(worker);
        settle();
      }
    } finally {
      lock.unlock();
    }
    events.deliver();
  }

  /**
   * Sees to it, after any change of the crew, that it can do what is left, or that the pool ends.
   */
  private void settle() {
    if (state == State.RUNNING || !queue.isEmpty()) {
      crew.fill();
    } else if (crew.isGone()) {
      state = State.TERMINATED;
      alarm.stop();
      termination.signalAll();
    }
  }

  /** For a task whose future somebody else than its worker has ended. */
  void abandon(ThreadTask<?> task, boolean interrupt) {
    lock.lock();
    try {
      if (queue.remove(task)) {
        drop(task);
        settle();
      }
    } finally {
      lock.unlock();
    }
    if (task.wasQueued()) {
      tally.cancelled.increment();
      ended(task, TaskEnd.CANCELLED);
    }
    Worker worker = task.worker();
    if (worker != null && interrupt) {
      alarm.interrupt(task, worker);
    }
  }

  /** The future of a task that was admitted has ended. */
  void ended(ThreadTask<?> task, TaskEnd how) {
    countTimes(task.course().queueNanos(), task.course().runNanos());
    events.taskEnded(task, how);
    events.deliver();
  }

  @Override
  public void shutdown() {
    lock.lock();
    try {
      if (state == State.RUNNING) {
        state = State.SHUT_DOWN;
        work.signalAll();
        settle();
      }
    } finally {
      lock.unlock();
    }
    closeAdmission();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<ThreadTask<?>> unstarted;
    List<? extends ThreadTask<?>> running;
    shutdown();
    lock.lock();
    try {
      unstarted = queue.removeAll();
      unstarted.forEach(this::drop);
      running = crew.running();
      settle();
    } finally {
      lock.unlock();
    }
    List<Runnable> neverStarted = new ArrayList<>();
    for (ThreadTask<?> task : unstarted) {
      task.cancelForShutdown();
      neverStarted.add(neverStarted(task.body(), task));
    }
    for (ThreadTask<?> task : running) {
      task.cancelForShutdown();
      task.interrupt();
    }
    return neverStarted;
  }

  @Override
  public boolean isShutdown() {
    return state != State.RUNNING;
  }

  @Override
  public boolean isTerminated() {
    return state == State.TERMINATED;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long left = unit.toNanos(timeout);
    lock.lockInterruptibly();
    try {
      while (state != State.TERMINATED && left > 0) {
        left = termination.awaitNanos(left);
      }
      if (state != State.TERMINATED) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    events.deliverAll();
    return true;
  }

  @Override
  public PoolStats stats() {
    lock.lock();
    try {
      int busy = crew.busy();
      return new PoolStats(
          crew.size(),
          busy,
          crew.present() - busy,
          0,
          crew.abandoned(),
          queued(),
          submitted,
          tally.succeeded.sum(),
          tally.failed.sum(),
          tally.cancelled.sum(),
          crew.hired(),
          Map.of(),
          false,
          "",
          queueTimes(),
          runTimes(),
          sizing == null ? sizing() : sizing.inWords(),
          queue.policyFailure());
    } finally {
      lock.unlock();
    }
  }
}
