package dev.rota.thread;

import dev.rota.AbstractPool;
import dev.rota.PoolStats;
import dev.rota.TaskCancelledException;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskRejectedException;
import dev.rota.TaskTimedOutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool of platform threads. Tasks start in the order in which they came and share the heap with
 * their submitter, so any {@code Callable} or {@code Runnable} will do, and the cause of a failure
 * is the task's own exception.
 *
 * <pre>{@code
 * try (ThreadPool pool = ThreadPool.builder().workers(4).build()) {
 *   System.out.println(pool.submit(() -> parse(file)).get());
 * }
 * }</pre>
 *
 * <p><b>A thread cannot be killed.</b> A task that is overdue fails with {@link
 * TaskTimedOutException} at once and is interrupted, as a cancelled one is. If it goes on for longer
 * than the {@linkplain ThreadPoolBuilder#interruptGrace grace period} its thread counts as
 * abandoned and a new one takes its place, up to a {@linkplain ThreadPoolBuilder#maxAbandoned
 * bound}; when it does return, it ends. A task that crashes the JVM, or exhausts its heap, takes
 * everything along: that is what {@link dev.rota.process.ProcessPool} is for.
 *
 * <p><b>Retries</b> do not apply: a thread is never lost, and what a task throws is not retried. The
 * CPU time of an {@link dev.rota.Execution} is not known.
 *
 * <p><b>Threads</b> are daemons: close the pool to wait for its tasks. After {@code shutdownNow} it
 * has terminated when the running tasks have returned; abandoned threads do not count.
 */
/* Synchronization: `lock` guards the queue, the workers and their fields, and the mode. The monitor
 * of a Worker is taken under it, never the other way round. Futures are ended without the lock. */
public final class ThreadPool extends AbstractPool {

  private final String name;
  private final int workers;
  private final long graceNanos;
  private final int maxReplaced;
  private final LongSupplier clock;
  private final ScheduledThreadPoolExecutor timer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition termination = lock.newCondition();
  private final SequencedSet<ThreadTask<?>> queue = new LinkedHashSet<>();
  private final Set<Worker> threads = new LinkedHashSet<>(); // without those replaced
  private int abandoned;
  private int replaced;
  private long started;
  private boolean shutDown;
  private boolean terminated;

  private final LongAdder submitted = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();

  ThreadPool(
      ThreadPoolBuilder builder,
      String name,
      int workers,
      Duration interruptGrace,
      int maxReplaced,
      LongSupplier clock) {
    super(builder);
    this.name = name;
    this.workers = workers;
    this.graceNanos = interruptGrace.toNanos();
    this.maxReplaced = maxReplaced;
    this.clock = clock;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
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
    locked(
        () -> {
          while (threads.size() < workers) {
            startWorker();
          }
        });
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private void startWorker() {
    Worker worker = new Worker(this, name + "-worker-" + ++started);
    threads.add(worker);
    worker.start();
  }

  @Override
  protected <T> TaskFuture<T> newTask(Callable<T> task, TaskOptions options) {
    return new ThreadTask<>(this, task, timeoutNanos(options), stageExecutor());
  }

  @Override
  protected void enqueue(TaskFuture<?> future) {
    ThreadTask<?> task = (ThreadTask<?>) future;
    locked(
        () -> {
          if (shutDown) {
            throw new TaskRejectedException(
                TaskRejectedException.Reason.SHUT_DOWN, "the pool was shut down");
          }
          task.queued = true;
          task.holdsPlace = true;
          task.admittedAt = clock.getAsLong();
          queue.addLast(task);
          submitted.increment();
          work.signal();
        });
  }

  @Override
  protected boolean isInsideTask() {
    return Thread.currentThread() instanceof Worker worker && worker.pool == this;
  }

  /** For a worker: the task whose turn it is; waits for one. Null when the worker is to end. */
  @Nullable ThreadTask<?> next(Worker worker) {
    lock.lock();
    try {
      while (queue.isEmpty() && !shutDown && !worker.replaced) {
        work.awaitUninterruptibly();
      }
      if (queue.isEmpty() || worker.replaced) {
        threads.remove(worker);
        terminateIfDone();
        return null;
      }
      ThreadTask<?> task = queue.removeFirst();
      task.queued = false;
      leavePlace(task);
      start(task, worker);
      return task;
    } finally {
      lock.unlock();
    }
  }

  private void start(ThreadTask<?> task, Worker worker) {
    long now = clock.getAsLong();
    task.worker = worker;
    worker.task = task;
    task.ran(worker.getName(), now - task.admittedAt, 0);
    worker.startedAt = now;
    if (task.timeoutNanos != Long.MAX_VALUE) {
      task.alarm =
          timer.schedule(() -> overdue(task, worker), task.timeoutNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void leavePlace(ThreadTask<?> task) {
    if (task.holdsPlace) {
      task.holdsPlace = false;
      leaveQueue();
    }
  }

  /** For a worker: its task has returned. */
  void returned(Worker worker, ThreadTask<?> task, ThreadTask.Ending ending) {
    locked(
        () -> {
          worker.task = null;
          task.worker = null;
          if (!task.isDone()) {
            noteRun(worker, task);
          }
          if (task.alarm != null) {
            task.alarm.cancel(false);
          }
          if (worker.abandoned) {
            comeBack(worker);
          }
        });
    if (ending.tell()) {
      (task.state() == TaskFuture.State.SUCCESS ? succeeded : failed).increment();
    }
  }

  private void noteRun(Worker worker, ThreadTask<?> task) {
    task.ran(
        worker.getName(),
        worker.startedAt - task.admittedAt,
        clock.getAsLong() - worker.startedAt);
  }

  private void comeBack(Worker worker) {
    worker.abandoned = false;
    abandoned--;
    if (worker.replaced) {
      replaced--;
    }
  }

  /** For the timer: a task has run for as long as it may. */
  private void overdue(ThreadTask<?> task, Worker worker) {
    locked(
        () -> {
          if (worker.task == task) {
            noteRun(worker, task);
          }
        });
    // ended first: what the task makes of the interruption must not count
    if (task.failed(new TaskTimedOutException(Duration.ofNanos(task.timeoutNanos)))) {
      failed.increment();
      locked(() -> interrupt(task));
    }
  }

  private void interrupt(ThreadTask<?> task) {
    Worker worker = task.worker;
    if (worker != null) {
      worker.interruptIn(task);
      task.alarm =
          timer.schedule(() -> graceOver(task, worker), graceNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** For the timer: a task was interrupted a while ago. */
  private void graceOver(ThreadTask<?> task, Worker worker) {
    locked(
        () -> {
          if (worker.task == task && !worker.abandoned) {
            worker.abandoned = true;
            abandoned++;
            replace(worker);
            terminateIfDone();
          }
        });
  }

  private void replace(Worker worker) {
    if (replaced < maxReplaced) {
      worker.replaced = true;
      replaced++;
      threads.remove(worker);
      startWorker();
    }
  }

  /** The future of a task was completed by somebody else than its worker. */
  void abandon(ThreadTask<?> task, boolean interrupt) {
    cancelled.increment();
    locked(
        () -> {
          if (task.queued) {
            task.queued = false;
            queue.remove(task);
            leavePlace(task);
          } else if (task.worker != null && interrupt) {
            noteRun(task.worker, task);
            interrupt(task);
          }
        });
  }

  @Override
  public void shutdown() {
    closeAdmission();
    locked(
        () -> {
          shutDown = true;
          work.signalAll();
          terminateIfDone();
        });
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> neverStarted = new ArrayList<>();
    List<ThreadTask<?>> ended = new ArrayList<>();
    shutdown();
    locked(
        () -> {
          for (ThreadTask<?> task : queue) {
            task.queued = false;
            leavePlace(task);
            neverStarted.add(neverStarted(task.callable, task));
            ended.add(task);
          }
          queue.clear();
          terminateIfDone();
          for (Worker worker : threads) {
            if (worker.task != null && !worker.abandoned) {
              ended.add(worker.task);
            }
          }
        });
    for (ThreadTask<?> task : ended) {
      if (task.failed(new TaskCancelledException("the pool was shut down at once"))) {
        cancelled.increment();
      }
    }
    locked(() -> ended.forEach(this::interrupt));
    return neverStarted;
  }

  /** All threads that count have ended. */
  private void terminateIfDone() {
    if (shutDown && queue.isEmpty() && threads.stream().allMatch(worker -> worker.abandoned)) {
      terminated = true;
      timer.shutdownNow();
      termination.signalAll();
    }
  }

  @Override
  public boolean isShutdown() {
    lock.lock();
    try {
      return shutDown;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isTerminated() {
    lock.lock();
    try {
      return terminated;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long left = unit.toNanos(timeout);
    lock.lockInterruptibly();
    try {
      while (!terminated && left > 0) {
        left = termination.awaitNanos(left);
      }
      return terminated;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public PoolStats stats() {
    lock.lock();
    try {
      int busy = (int) threads.stream().filter(worker -> worker.task != null).count();
      return new PoolStats(
          workers,
          busy,
          threads.size() - busy,
          0,
          abandoned,
          queued(),
          submitted.sum(),
          succeeded.sum(),
          failed.sum(),
          cancelled.sum(),
          started,
          Map.of(),
          false);
    } finally {
      lock.unlock();
    }
  }
}
