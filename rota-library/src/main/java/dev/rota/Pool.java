package dev.rota;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/**
 * An {@link ExecutorService} whose workers are processes, threads or time-sliced virtual threads.
 *
 * <pre>{@code
 * try (Pool pool = ProcessPool.builder().workers(4).taskTimeout(Duration.ofSeconds(5)).build()) {
 *   TaskFuture<Integer> answer = pool.submit(() -> parse(file));
 *   pool.map(files, Parser::parse).forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p><b>Refusals.</b> {@code submit}, {@code execute}, {@code invokeAll} and {@code invokeAny}
 * throw {@link TaskRejectedException} after shutdown, when the queue is full and {@link
 * WhenFull#REJECT} was chosen, or when the submitter is interrupted while it waits for room; {@link
 * NotShippableException} when the pool's workers share no heap with the caller and the task cannot
 * travel. A task submitted from inside a task of the same pool, see {@link #current()}, never
 * waits: it is admitted up to ten times the queue's bound, then rejected.
 *
 * <p><b>Ends.</b> Every admitted task ends exactly once in its future, whatever dies. A task that
 * is not {@linkplain TaskOptions#withIdempotence() idempotent} is never started twice.
 *
 * <p><b>Memory effects.</b> Actions before a submission happen-before the task, and the task's
 * actions happen-before {@code get} returns, where both share a heap; otherwise the task works on a
 * copy and the caller gets a copy of its result.
 *
 * <p>All methods may be called from any thread.
 */
public interface Pool extends ExecutorService {

  /**
   * The pool whose task the current thread runs, for tasks that submit tasks themselves.
   *
   * <p>On a shared heap that is the pool itself. In a worker process it stands for the pool of the
   * master, which runs what is submitted in any of its workers; it belongs to the task that asked
   * for it, may be handed to threads that the task starts, and cannot be shut down. When that task
   * ends, however it ends, what it has submitted and what has not ended is cancelled.
   *
   * @return the pool
   * @throws IllegalStateException if the current thread runs no task; threads that a task has
   *     started do not
   */
  static Pool current() {
    return CurrentPool.get();
  }

  /**
   * Submits a task. More specific than {@link #submit(Callable)}, so that a lambda given here can
   * travel.
   *
   * @param <T> the type of the result
   * @param task the task
   * @return its future
   */
  <T> TaskFuture<T> submit(Task<T> task);

  /**
   * Submits a task with options of its own.
   *
   * @param <T> the type of the result
   * @param task the task
   * @param options what is asked of this task
   * @return its future
   */
  <T> TaskFuture<T> submit(Task<T> task, TaskOptions options);

  /**
   * Submits a task without a result.
   *
   * @param task the task
   * @return its future, which yields null
   */
  TaskFuture<?> submit(VoidTask task);

  /**
   * Submits a task without a result, with options of its own.
   *
   * @param task the task
   * @param options what is asked of this task
   * @return its future, which yields null
   */
  TaskFuture<?> submit(VoidTask task, TaskOptions options);

  @Override
  <T> TaskFuture<T> submit(Callable<T> task);

  @Override
  TaskFuture<?> submit(Runnable task);

  @Override
  <T> TaskFuture<T> submit(Runnable task, T result);

  /**
   * Applies a function to every input, in the order of the inputs; see {@link #map(Iterable,
   * TaskFunction, MapOptions)}.
   *
   * @param <A> the type of the inputs
   * @param <T> the type of the values
   * @param inputs what to apply the function to, possibly endless
   * @param function the function
   * @return one outcome an input
   */
  default <A, T> Stream<Outcome<A, T>> map(
      Iterable<? extends A> inputs, TaskFunction<? super A, ? extends T> function) {
    return map(inputs, function, MapOptions.defaults());
  }

  /**
   * Applies a function to every input. A failure is an outcome, never an exception of the stream.
   *
   * <p>The inputs are iterated on a virtual thread of their own, at most {@link
   * MapOptions#lookAhead()} ahead of the outcomes that were taken, so endless inputs run in bounded
   * memory and an outcome is there as soon as its task ends, even while the next input is not. What
   * the iteration throws, the stream throws after the outcomes before it.
   *
   * <p>While the pool's circuit is open the iteration waits, as it does for a full queue.
   *
   * <p>The stream is sequential. Close it, if it is not read to its end, to cancel what is under
   * way.
   *
   * @param <A> the type of the inputs
   * @param <T> the type of the values
   * @param inputs what to apply the function to, possibly endless
   * @param function the function
   * @param options order, look-ahead and the options of each task
   * @return one outcome an input
   */
  <A, T> Stream<Outcome<A, T>> map(
      Iterable<? extends A> inputs,
      TaskFunction<? super A, ? extends T> function,
      MapOptions options);

  /**
   * Counts what the pool is doing and has done.
   *
   * @return the counts at about this moment
   */
  PoolStats stats();
}
