package dev.rota.observe;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that happened in a pool.
 *
 * <p>The course of a task: queued, then perhaps started, retried, started again, ended; of those
 * only {@link TaskQueued} and {@link TaskEnded} always come, once each. The course of a worker:
 * started, ready, perhaps recycled, died.
 */
public sealed interface PoolEvent {

  /**
   * The pool.
   *
   * @return its name
   */
  String pool();

  /**
   * When it happened, which may be a little before it was told: a worker process notes itself when
   * a task starts and how long it takes.
   *
   * @return on the clock of {@link System#nanoTime()}
   */
  long nanoTime();

  /**
   * When it happened, by the wall clock as it is set now.
   *
   * @return the time of {@link #nanoTime()}
   */
  default Instant time() {
    return Instant.now().minusNanos(System.nanoTime() - nanoTime());
  }

  /** Something about a task. */
  sealed interface TaskEvent extends PoolEvent {

    /**
     * Which task.
     *
     * @return a number that no other task of the pool has
     */
    long task();

    /**
     * How the task is called.
     *
     * @return the name it was given; else, if it comes of a {@code map}, its input, cut to 100
     *     characters, if that is a {@code String}, an {@code Integer} or {@code Long}, a {@code
     *     Path} or a {@code URI}; else empty
     */
    String name();
  }

  /** Something about a worker. */
  sealed interface WorkerEvent extends PoolEvent {

    /**
     * Which worker.
     *
     * @return its name, which no other worker of the pool has had
     */
    String worker();

    /**
     * The process that the worker is or belongs to.
     *
     * @return the operating system's number, 0 if it could not be started
     */
    long pid();
  }

  /**
   * A task was admitted to the queue.
   *
   * @param pool the pool
   * @param nanoTime when
   * @param task which task
   * @param name how it is called
   */
  record TaskQueued(String pool, long nanoTime, long task, String name) implements TaskEvent {}

  /**
   * A worker called a task.
   *
   * @param pool the pool
   * @param nanoTime when, by the worker's account
   * @param task which task
   * @param name how it is called
   * @param worker which worker
   * @param attempt 1 for the first; the same number again if the one before was lost with its
   *     worker through no fault of the task
   */
  record TaskStarted(String pool, long nanoTime, long task, String name, String worker, int attempt)
      implements TaskEvent {}

  /**
   * An attempt came to nothing, and the task stands in the queue again.
   *
   * @param pool the pool
   * @param nanoTime when
   * @param task which task
   * @param name how it is called
   * @param why how the attempt ended
   * @param worker the worker, empty if it is not sure that the attempt had started
   * @param attempt which attempt
   * @param wall how long the attempt took
   * @param cpu CPU time of the attempt, zero if it is not known
   */
  record TaskRetried(
      String pool,
      long nanoTime,
      long task,
      String name,
      TaskEnd why,
      String worker,
      int attempt,
      Duration wall,
      Duration cpu)
      implements TaskEvent {}

  /**
   * The future of a task ended. A cancelled task may go on for a while.
   *
   * @param pool the pool
   * @param nanoTime when
   * @param task which task
   * @param name how it is called
   * @param how how it ended
   * @param worker the worker that ran it then, empty if none did: it was queued
   * @param attempt which attempt, 0 if there was none
   * @param wall how long the attempt took, zero if none ran
   * @param cpu CPU time of the attempt's thread, zero if it is not known
   */
  record TaskEnded(
      String pool,
      long nanoTime,
      long task,
      String name,
      TaskEnd how,
      String worker,
      int attempt,
      Duration wall,
      Duration cpu)
      implements TaskEvent {}

  /**
   * A worker was started; it cannot be given tasks yet.
   *
   * @param pool the pool
   * @param nanoTime when
   * @param worker which worker
   * @param pid its process
   */
  record WorkerStarted(String pool, long nanoTime, String worker, long pid)
      implements WorkerEvent {}

  /**
   * A worker can be given tasks.
   *
   * @param pool the pool
   * @param nanoTime when
   * @param worker which worker
   * @param pid its process
   */
  record WorkerReady(String pool, long nanoTime, String worker, long pid) implements WorkerEvent {}

  /**
   * A worker is given nothing more and another takes its place; it dies when what it runs has
   * ended.
   *
   * @param pool the pool
   * @param nanoTime when
   * @param worker which worker
   * @param pid its process
   * @param why in one line
   */
  record WorkerRecycled(String pool, long nanoTime, String worker, long pid, String why)
      implements WorkerEvent {}

  /**
   * A worker is gone, whatever for.
   *
   * @param pool the pool
   * @param nanoTime when the pool noticed
   * @param worker which worker; if its process could not be started, one that never started
   * @param pid its process
   * @param cause in the words of {@link dev.rota.PoolStats#deaths()}
   */
  record WorkerDied(String pool, long nanoTime, String worker, long pid, String cause)
      implements WorkerEvent {}

  /**
   * A pool that finds the number of its workers itself is to have more or fewer; see {@link
   * dev.rota.Workers}.
   *
   * @param pool the pool
   * @param nanoTime when
   * @param workers how many there are to be from now on
   * @param why in one line
   */
  record WorkersSet(String pool, long nanoTime, int workers, String why) implements PoolEvent {}

  /**
   * The pool starts no workers for a while, because they die at once.
   *
   * @param pool the pool
   * @param nanoTime when
   * @param pause for how long
   * @param why what the last one died of, in one line
   */
  record CircuitOpened(String pool, long nanoTime, Duration pause, String why)
      implements PoolEvent {}

  /**
   * A worker has finished a task, and the pool starts workers as before.
   *
   * @param pool the pool
   * @param nanoTime when
   */
  record CircuitClosed(String pool, long nanoTime) implements PoolEvent {}
}
