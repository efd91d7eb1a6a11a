package dev.rota.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one lock of a pool, and what is to be done once it is free again: futures are completed
 * outside, because that may run an executor of the user's.
 */
final class Monitor {

  private final ReentrantLock lock = new ReentrantLock();
  private List<Runnable> afterwards = new ArrayList<>(); // guarded by lock

  <R> R get(Supplier<R> action) {
    List<Runnable> todo = List.of();
    lock.lock();
    try {
      return action.get();
    } finally {
      if (lock.getHoldCount() == 1 && !afterwards.isEmpty()) {
        todo = afterwards;
        afterwards = new ArrayList<>();
      }
      lock.unlock();
      runAll(todo);
    }
  }

  /** Whatever one of them throws the others are done: each may be the end of somebody's future. */
  private static void runAll(List<Runnable> todo) {
    for (int i = 0; i < todo.size(); i++) {
      try {
        todo.get(i).run();
      } catch (Throwable e) {
        runAll(todo.subList(i + 1, todo.size()));
        throw e;
      }
    }
  }

  void run(Runnable action) {
    get(
        () -> {
          action.run();
          return true;
        });
  }

  /** Under the lock: does something when it is free. */
  void afterwards(Runnable action) {
    afterwards.add(action);
  }
}
