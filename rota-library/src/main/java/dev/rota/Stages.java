package dev.rota;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings the ends of a pool's futures to their dependent stages, on the pool's stage executor.
 *
 * <p>Most futures have no stage, and a thread each would cost more than a short task. A future says
 * so itself, because nearly every way to depend on it passes a method that it overrides. Only
 * {@code allOf} and {@code anyOf} pass none; for their sake those without a stage are published
 * too, all of a millisecond at once.
 */
final class Stages {

  private static final int PAUSE_MILLIS = 1;

  private final Executor executor;
  private final Queue<TaskFuture<?>> unpublished = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awaited = new AtomicBoolean();

  Stages(Executor executor) {
    this.executor = executor;
  }

  Executor executor() {
    return executor;
  }

  /** Publishes a future now. */
  void publish(TaskFuture<?> future) {
    execute(future::publish);
  }

  /** Publishes a future that has no stage yet, soon. */
  void publishSoon(TaskFuture<?> future) {
    unpublished.add(future);
    if (!awaited.get() && awaited.compareAndSet(false, true)) {
      if (!starts(this::pause)) {
        awaited.set(false);
        publishAll();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      // nobody does; then it is a little early
    }
    awaited.set(false); // first: what is added from here on has a pause of its own
    execute(this::publishAll);
  }

  /** Those that did get stages run them one by one, so that none waits for another's. */
  private void publishAll() {
    for (TaskFuture<?> future = unpublished.poll(); future != null; future = unpublished.poll()) {
      if (future.getNumberOfDependents() == 0) {
        future.publish();
      } else {
        publish(future);
      }
    }
  }

  private void execute(Runnable publishing) {
    try {
      executor.execute(publishing);
    } catch (Throwable e) { // whatever is wrong with it, it must not hit the thread of a worker
      if (!starts(publishing)) {
        publishing.run(); // a stage on the thread of a worker is better than none
      }
    }
  }

  /** False if there are no more threads. */
  private static boolean starts(Runnable action) {
    try {
      Thread.startVirtualThread(action);
      return true;
    } catch (Throwable e) {
      return false;
    }
  }
}
