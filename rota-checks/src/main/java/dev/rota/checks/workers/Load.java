package dev.rota.checks.workers;

import dev.rota.Pool;
import dev.rota.Task;
import dev.rota.TaskFuture;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Keeps a pool busy for a while: more tasks are under way than it can have workers. */
final class Load {

  private static final int UNDER_WAY = 256;

  private Load() {}

  /**
   * What came of it.
   *
   * @param perSecond tasks
   * @param p50 time of a task in its worker, in ms
   * @param p99 the same
   */
  record Result(double perSecond, double p50, double p99) {

    /** The one with the median of the throughputs. */
    static Result median(Result... results) {
      Result[] sorted = results.clone();
      Arrays.sort(sorted, (a, b) -> Double.compare(a.perSecond, b.perSecond));
      return sorted[sorted.length / 2];
    }
  }

  /** Warms up, then measures. */
  static Result run(Pool pool, Task<Long> task, Duration before, Duration time)
      throws InterruptedException {
    run(pool, task, before);
    long start = System.nanoTime();
    double[] millis = run(pool, task, time);
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(millis);
    return new Result(
        millis.length / seconds, millis[millis.length / 2], millis[millis.length * 99 / 100]);
  }

  /** Times of all tasks, in ms; returns when the last has ended. */
  private static double[] run(Pool pool, Task<Long> task, Duration time)
      throws InterruptedException {
    Queue<Double> millis = new ConcurrentLinkedQueue<>();
    Semaphore room = new Semaphore(UNDER_WAY);
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      room.acquire();
      TaskFuture<Long> future = pool.submit(task);
      var _ =
          future.whenComplete(
              (_, _) -> {
                millis.add(future.execution().runTime().toNanos() / 1e6);
                room.release();
              });
    }
    room.acquire(UNDER_WAY);
    return millis.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
