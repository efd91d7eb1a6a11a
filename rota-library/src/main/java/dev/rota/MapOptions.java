package dev.rota;

import java.util.Objects;

/**
 * How {@link Pool#map(Iterable, TaskFunction, MapOptions)} goes over its inputs.
 *
 * @param order in which order the outcomes come
 * @param lookAhead how many inputs may be taken beyond the outcomes already handed out, 1 to {@link
 *     #MAX_LOOK_AHEAD}; 0 lets the pool choose. With {@link Order#INPUT} one slow input holds back
 *     at most this many finished outcomes, so it bounds memory.
 * @param task the options of each input's task
 */
public record MapOptions(Order order, int lookAhead, TaskOptions task) {

  /** The largest look-ahead that can be asked for. */
  public static final int MAX_LOOK_AHEAD = 1 << 20;

  /** In which order outcomes come. */
  public enum Order {
    /** As the inputs came. */
    INPUT,
    /** As the tasks finish. */
    FINISH
  }

  /** Checks the ranges. */
  public MapOptions {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(task, "task");
    PoolBuilder.requireRange("lookAhead", lookAhead, 0, MAX_LOOK_AHEAD);
  }

  /**
   * Outcomes in the order of the inputs, with the pool's choice of look-ahead.
   *
   * @return the default options
   */
  public static MapOptions defaults() {
    return new MapOptions(Order.INPUT, 0, TaskOptions.defaults());
  }

  /**
   * Sets the order of the outcomes.
   *
   * @param order in which order the outcomes come
   * @return a copy with that order
   */
  public MapOptions withOrder(Order order) {
    return new MapOptions(order, lookAhead, task);
  }

  /**
   * Sets the bound of the look-ahead.
   *
   * @param lookAhead 1 to {@link #MAX_LOOK_AHEAD}, or 0 for the pool's choice
   * @return a copy with that bound
   */
  public MapOptions withLookAhead(int lookAhead) {
    return new MapOptions(order, lookAhead, task);
  }

  /**
   * Sets the options of each input's task.
   *
   * @param task the options
   * @return a copy with these task options
   */
  public MapOptions withTask(TaskOptions task) {
    return new MapOptions(order, lookAhead, task);
  }
}
