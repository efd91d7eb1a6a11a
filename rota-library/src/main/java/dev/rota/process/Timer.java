package dev.rota.process;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does things later, under the pool's lock, on one thread of its own. */
final class Timer {

  private final ScheduledThreadPoolExecutor executor;
  private final Monitor monitor;

  Timer(String name, Monitor monitor) {
    this.monitor = monitor;
    this.executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // once stopped
    executor.setRemoveOnCancelPolicy(true); // what waits for an hour must not keep the dead
  }

  /** Does {@code action} in {@code nanos} ns, at once if that is not above zero. */
  Future<?> in(long nanos, Runnable action) {
    return executor.schedule(() -> perform(action), nanos, TimeUnit.NANOSECONDS);
  }

  private void perform(Runnable action) {
    try {
      monitor.run(action);
    } catch (Throwable e) { // a bug; the executor would hide it
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /** Nothing is done any more. */
  void stop() {
    executor.shutdownNow();
  }
}
