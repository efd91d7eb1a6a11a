package dev.rota.thread;

import org.jspecify.annotations.Nullable;

/** A thread that runs tasks. Its fields are guarded by the pool's lock unless they say otherwise. */
final class Worker extends Thread {

  final ThreadPool pool;

  /** The task that it runs, from being taken out of the queue until it has returned. */
  @Nullable ThreadTask<?> task;

  /** When it started that task, in ns. */
  long startedAt;

  /** Whether its task has outlived an interruption. */
  boolean abandoned;

  /** Whether another thread has taken its place. */
  boolean replaced;

  private @Nullable ThreadTask<?> interruptible; // guarded by this

  Worker(ThreadPool pool, String name) {
    super(name);
    setDaemon(true);
    this.pool = pool;
  }

  @Override
  public void run() {
    ThreadTask<?> next;
    while ((next = pool.next(this)) != null) {
      run(next);
    }
  }

  private void run(ThreadTask<?> next) {
    synchronized (this) {
      interruptible = next;
    }
    ThreadTask.Ending ending = next.call();
    synchronized (this) {
      interruptible = null;
      Thread.interrupted(); // what was meant for this task must not meet the next
    }
    pool.returned(this, next, ending);
  }

  /** Interrupts this thread if it is in the middle of {@code meant}. */
  synchronized void interruptIn(ThreadTask<?> meant) {
    if (interruptible == meant) {
      interrupt();
    }
  }
}
