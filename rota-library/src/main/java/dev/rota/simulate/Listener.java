package dev.rota.simulate;

/**
 * Is told what happens in a run while it happens, so that no run has to be kept in memory. Called
 * on the thread of the run; what it throws ends the run.
 */
public interface Listener {

  /** Does not listen. */
  Listener NONE = new Listener() {};

  /**
   * A task has held a core. Called when it gives it up, so that slices come in the order of their
   * ends, those of the same instant in that of their cores.
   *
   * @param task the task
   * @param order how many tasks had arrived before it
   * @param core its core, from 0 on
   * @param granted when it got the core; until {@code start} the machine had it for itself
   * @param start when it began to compute; {@code end} if it did not come to that
   * @param end when it gave the core up
   */
  default void slice(Arrival task, long order, int core, long granted, long start, long end) {}

  /**
   * A task begins to wait, for I/O, say.
   *
   * @param task the task
   * @param order how many tasks had arrived before it
   * @param from now
   * @param until when it can compute again, or ends
   */
  default void waits(Arrival task, long order, long from, long until) {}

  /**
   * A task has waited for a lock.
   *
   * @param task the task
   * @param order how many tasks had arrived before it
   * @param lock the lock's name
   * @param from since when
   * @param until now: it has it
   */
  default void blocked(Arrival task, long order, String lock, long from, long until) {}

  /**
   * A task has ended.
   *
   * @param result how it went
   */
  default void ended(TaskResult result) {}
}
