package dev.rota.slice;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The timer of a pool: one thread, started when there first is something to wait for. It times out
 * the task that runs too long, and tells the pool of one that does not end in time after it was
 * interrupted.
 */
final class Alarm {

  private final SlicedPool pool;
  private final long graceNanos;
  private final ScheduledThreadPoolExecutor timer;

  Alarm(SlicedPool pool, String name, Duration grace) {
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
  void lookIn(long nanos, SlicedTask<?> task) {
    task.watch(timer.schedule(() -> look(task), nanos, TimeUnit.NANOSECONDS));
  }

  private void look(SlicedTask<?> task) {
    if (!task.isRunning()) {
      return;
    }
    long left = task.timeOutIfOverdue();
    if (left > 0) {
      lookIn(left, task);
    } else { // only now: what the task makes of the interrupt must not count
      interrupt(task);
    }
  }

  /** Interrupts the task if it still runs, and sees whether that helps. */
  void interrupt(SlicedTask<?> task) {
    task.interrupt();
    task.watch(timer.schedule(() -> pool.overdue(task), graceNanos, TimeUnit.NANOSECONDS));
  }

  void stop() {
    timer.shutdownNow();
  }
}
