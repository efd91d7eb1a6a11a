package dev.rota.observe;

/**
 * Is told what a pool does.
 *
 * <p><b>When.</b> One event at a time, in an order that is the pool's own: a task's {@code
 * TaskQueued} comes before its {@code TaskStarted}, that before its {@code TaskRetried} or {@code
 * TaskEnded}; a worker's {@code WorkerStarted} comes before all else about it, and {@code
 * CircuitOpened} after the death that opened it. A task's end and its worker's death come in either
 * order. Each call happens-before the next, so an observer needs no lock of its own as long as it
 * watches one pool. An event comes soon after what it tells of, but {@code TaskFuture.get} may
 * return before {@code TaskEnded} comes. When {@code awaitTermination} or {@code close} has
 * returned, nothing is still to come but the ends of futures that other threads are ending at that
 * moment.
 *
 * <p><b>Where.</b> On threads that serve the pool and on those that submit, cancel or shut down,
 * none of which holds a lock of the pool. So an observer must be quick, a microsecond rather than a
 * millisecond: while it lasts a worker may idle. It may ask the pool for its stats; it must wait
 * for nothing that needs the pool to go on, a task's result for example, nor for a lock that is
 * held while the pool is called. A pool whose observer has fallen 65,536 events behind waits for
 * it.
 *
 * <p><b>Failing.</b> What an observer throws does the pool no harm: the first goes to the thread's
 * uncaught-exception handler, later ones are dropped, and the observer is told on.
 */
@FunctionalInterface
public interface Observer {

  /**
   * Something happened.
   *
   * @param event what it was
   */
  void on(PoolEvent event);
}
