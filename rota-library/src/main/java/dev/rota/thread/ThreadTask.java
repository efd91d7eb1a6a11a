package dev.rota.thread;

import static java.util.Objects.requireNonNull;

import dev.rota.Execution;
import dev.rota.TaskCancelledException;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskTimedOutException;
import dev.rota.TimeLimits;
import dev.rota.observe.TaskEnd;
import dev.rota.schedule.Backlog;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task of a {@link ThreadPool} and its future.
 *
 * <p>Two things happen to it, one apart from the other: its body is queued and perhaps run, and its
 * future ends. A future that ends first (cancelled, timed out) leaves the body to the pool.
 */
final class ThreadTask<T> extends TaskFuture<T> {

  private final ThreadPool pool;
  private final Tally tally;
  private final Course course;
  private final TimeLimits limits;
  private final String name;
  private final TaskOptions options;
  Backlog.@Nullable Entry<ThreadTask<?>> entry; // in a queue by policy; under the pool's lock
  long number; // among all that the pool admitted; written before the task is queued
  private @Nullable Callable<T> body; // null once it ran: a future that is kept does not keep it
  private volatile @Nullable Worker worker; // set once, under the pool's lock

  ThreadTask(
      ThreadPool pool,
      Tally tally,
      Course course,
      Callable<T> body,
      TimeLimits limits,
      String name,
      TaskOptions options) {
    super(pool);
    this.pool = pool;
    this.tally = tally;
    this.course = course;
    this.body = body;
    this.limits = limits;
    this.name = name;
    this.options = options;
  }

  void queued() {
    course.queued();
  }

  boolean wasQueued() {
    return course.isQueued();
  }

  void leftQueueUnstarted() {
    course.endedUnstarted();
  }

  /** From here on the task counts as started: who cancels it finds its worker. */
  void startOn(Worker on) {
    on.begin(this);
    course.started(on);
    worker = on;
  }

  void runOn(Worker on) {
    @Nullable T value = null;
    @Nullable Throwable thrown = null;
    try {
      if (limits.isLimited()) {
        pool.alarm().lookIn(limits.soonest(), this, on);
      }
      value = body().call();
    } catch (Throwable t) { // an Error too: it is the task's failure, and the thread lives on
      thrown = t;
    }
    on.finish();
    body = null;
    try {
      end(value, thrown);
    } catch (OutOfMemoryError e) { // by others: what this task held is free now
      failWith(e);
    }
  }

  private void end(@Nullable T value, @Nullable Throwable thrown) {
    course.ended();
    if (thrown != null) {
      failWith(thrown);
    } else if (succeed(value)) {
      tally.succeeded.increment();
      pool.ended(this, TaskEnd.SUCCEEDED);
    }
  }

  /** Times out if a limit was passed, and says 0 then; else how soon one can be, in ns. */
  long timeOutIfOverdue() {
    long wall = course.wallNanos();
    long cpu = limits.asksForCpu(wall) ? course.cpuNanos() : 0;
    TaskTimedOutException passed = limits.passed(wall, cpu);
    if (passed == null) {
      return limits.left(wall, cpu);
    }
    failWith(passed);
    return 0;
  }

  private void failWith(Throwable failure) {
    if (fail(failure)) {
      tally.failed.increment();
      pool.ended(this, TaskEnd.of(failure));
    }
  }

  void cancelForShutdown() {
    if (fail(new TaskCancelledException("the pool was shut down at once"))) {
      tally.cancelled.increment();
      pool.ended(this, TaskEnd.CANCELLED);
    }
  }

  /** Interrupts the task if it runs. */
  void interrupt() {
    Worker on = worker;
    if (on != null) {
      on.interrupt(this);
    }
  }

  @Nullable Worker worker() {
    return worker;
  }

  /** How the task is called in events. */
  String name() {
    return name;
  }

  TaskOptions options() {
    return options;
  }

  Course course() {
    return course;
  }

  Callable<T> body() {
    return requireNonNull(body);
  }

  @Override
  public Execution execution() {
    return course.execution();
  }

  @Override
  protected void abandon(boolean interrupt) {
    pool.abandon(this, interrupt);
  }
}
