package dev.rota.thread;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The timer of a pool: one thread, started when there first is something to wait for. It times out
 * the task that runs too long, and tells the pool of the thread that does not come back in time
 * after its task was interrupted.
 */
final class Alarm {

  private final ThreadPool pool;
  private final long graceNanos;
  private final ScheduledThreadPoolExecutor timer;

  Alarm(ThreadPool pool, String name, Duration grace) {
    this.pool = pool;
    this.graceNanos = grace.toNanos();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name(name + "-timer").factory(),
            new ThreadPoolExecutor.DiscardPolicy()); // after the end there is nothing to watch
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Looks after that time whether the task still runs and has passed a limit. */
  void lookIn(long nanos, ThreadTask<?> task, Worker worker) {
    worker.watch(task, timer.schedule(() -> look(task, worker), nanos, TimeUnit.NANOSECONDS));
  }

  private void look(ThreadTask<?> task, Worker worker) {
    long left = task.timeOutIfOverdue();
    if (left > 0) {
      lookIn(left, task, worker);
    } else { // only now: what the task makes of the interrupt must not count
      interrupt(task, worker);
    }
  }

  /** Interrupts the task if it still runs, and sees whether that helps. */
  void interrupt(ThreadTask<?> task, Worker worker) {
    worker.interrupt(task);
    worker.watch(
        task, timer.schedule(() -> pool.overdue(task, worker), graceNanos, TimeUnit.NANOSECONDS));
  }

  void stop() {
    timer.shutdownNow();
  }
}
