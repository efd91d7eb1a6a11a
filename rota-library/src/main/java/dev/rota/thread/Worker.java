package dev.rota.thread;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One thread of a pool: runs what the pool hands it until the pool has nothing more for it. */
/* Synchronization: `turn` guards `current` and `alarm`. An interrupt is sent under it, only while
 * the thread runs the task that it is meant for, and whenever `current` changes the interrupt
 * status is cleared under it: so no task meets an interrupt meant for another. It is not the
 * thread's own monitor, which a task could hold. Thread.interrupt may call foreign code (the close
 * of a channel), so nobody who holds the pool's lock interrupts. */
final class Worker extends Thread {

  private final ThreadPool pool;
  private final Object turn = new Object();
  private @Nullable ThreadTask<?> current;
  private @Nullable Future<?> alarm;

  Worker(ThreadPool pool, String name, @Nullable ClassLoader contextClassLoader) {
    super(null, null, name, 0, /* inheritInheritableThreadLocals= */ false);
    this.pool = pool;
    setContextClassLoader(contextClassLoader);
    setDaemon(true); // it may have to be abandoned, and must not keep the JVM alive then
  }

  @Override
  public void run() {
    pool.served();
    try {
      pool.came(this);
      ThreadTask<?> task = pool.next(this, null);
      while (task != null) {
        task.runOn(this);
        task = pool.next(this, task);
      }
    } finally {
      pool.left(this);
    }
  }

  boolean serves(ThreadPool other) {
    return pool == other;
  }

  void begin(ThreadTask<?> task) {
    turnTo(task);
  }

  void finish() {
    turnTo(null);
  }

  private void turnTo(@Nullable ThreadTask<?> task) {
    synchronized (turn) {
      current = task;
      if (alarm != null) {
        alarm.cancel(false);
        alarm = null;
      }
      Thread.interrupted();
    }
  }

  /** Interrupts the thread if it runs that task. */
  void interrupt(ThreadTask<?> task) {
    synchronized (turn) {
      if (current == task) {
        interrupt();
      }
    }
  }

  /** Takes the alarm for that task in place of the one before it; it is off when the task ends. */
  void watch(ThreadTask<?> task, Future<?> next) {
    synchronized (turn) {
      Future<?> unneeded = current == task ? alarm : next;
      if (current == task) {
        alarm = next;
      }
      if (unneeded != null) {
        unneeded.cancel(false);
      }
    }
  }

  @Nullable ThreadTask<?> current() {
    synchronized (turn) {
      return current;
    }
  }
}
