package dev.rota;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One call of {@code invokeAll} or {@code invokeAny}: many tasks under one deadline. */
final class Bulk {

  private static final long LOOK_UP_NANOS = 10_000_000;

  private final AbstractPool pool;
  private final boolean timed;
  private final long deadline;

  Bulk(AbstractPool pool, long timeoutNanos) {
    this.pool = pool;
    this.timed = timeoutNanos != Long.MAX_VALUE;
    this.deadline = System.nanoTime() + timeoutNanos;
  }

  private long left() {
    return timed ? Math.max(0, deadline - System.nanoTime()) : Long.MAX_VALUE;
  }

  <T> List<Future<T>> all(Collection<? extends Callable<T>> tasks) throws InterruptedException {
    List<TaskFuture<T>> futures = newTasks(tasks);
    boolean done = false;
    try {
      done = admitAll(futures) && awaitAll(futures);
    } finally {
      if (!done) {
        cancelAll(futures);
      }
    }
    return new ArrayList<>(futures);
  }

  private <T> List<TaskFuture<T>> newTasks(Collection<? extends Callable<T>> tasks) {
    List<TaskFuture<T>> futures = new ArrayList<>(tasks.size());
    for (Callable<T> task : tasks) {
      futures.add(pool.newTask(requireNonNull(task, "task"), TaskOptions.defaults()));
    }
    return futures;
  }

  private boolean admitAll(List<? extends TaskFuture<?>> futures) throws InterruptedException {
    for (TaskFuture<?> future : futures) {
      if (!pool.admit(future, left())) {
        return false;
      }
    }
    return true;
  }

  private boolean awaitAll(List<? extends TaskFuture<?>> futures) throws InterruptedException {
    for (TaskFuture<?> future : futures) {
      try {
        future.get(left(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException | CancellationException e) {
        // a failed task is a finished one
      }
    }
    return true;
  }

  <T> T any(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("tasks must not be empty");
    }
    List<TaskFuture<T>> futures = newTasks(tasks);
    BlockingQueue<TaskFuture<T>> finished = new LinkedBlockingQueue<>();
    try {
      AtomicBoolean won = new AtomicBoolean();
      for (TaskFuture<T> future : futures) {
        future.whenEnded(
            () -> {
              won.compareAndSet(false, future.state() == Future.State.SUCCESS);
              finished.add(future);
            });
      }
      admitUntil(won, futures);
      return firstSuccess(finished, futures.size());
    } finally {
      cancelAll(futures);
    }
  }

  /**
   * A success while there is no room for the rest is enough; looks up for it every now and then.
   */
  private void admitUntil(AtomicBoolean won, List<? extends TaskFuture<?>> futures)
      throws InterruptedException, TimeoutException {
    for (TaskFuture<?> future : futures) {
      while (!won.get() && !pool.admit(future, Math.min(left(), LOOK_UP_NANOS))) {
        if (left() == 0) {
          throw new TimeoutException();
        }
      }
    }
  }

  private <T> T firstSuccess(BlockingQueue<TaskFuture<T>> finished, int count)
      throws InterruptedException, ExecutionException, TimeoutException {
    @Nullable ExecutionException last = null;
    for (int i = 0; i < count; i++) {
      TaskFuture<T> future = pool.waiting(null, () -> finished.poll(left(), TimeUnit.NANOSECONDS));
      if (future == null) {
        throw new TimeoutException();
      }
      try {
        return future.get();
      } catch (ExecutionException e) {
        last = e;
      } catch (CancellationException e) {
        last = new ExecutionException(e);
      }
    }
    throw last == null ? new ExecutionException("no task ran", null) : last;
  }

  private static void cancelAll(List<? extends TaskFuture<?>> futures) {
    // the last first: what is queued must not start because one before it was cancelled
    futures.reversed().forEach(future -> future.cancel(true));
  }
}
