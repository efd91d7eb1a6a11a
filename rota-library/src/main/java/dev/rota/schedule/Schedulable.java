package dev.rota.schedule;

import org.jspecify.annotations.Nullable;

/**
 * A task as a {@link Policy} sees it. Whoever runs tasks by a policy extends this class, with one
 * object for a task's whole life.
 *
 * <p>Not thread-safe: as the policy's methods, all of it is used under the lock of the pool or by
 * the one thread of the simulator.
 */
public abstract class Schedulable {

  /** The weight of a task about which nothing was said. */
  public static final double DEFAULT_WEIGHT = 1;

  private final long order;
  private long cpuNanos;
  private @Nullable Object state;

  /**
   * Makes a task that has not run.
   *
   * @param order its place among all tasks of the same policy by arrival; of two that are alike
   *     else, the lower goes first
   */
  protected Schedulable(long order) {
    this.order = order;
  }

  /**
   * Its place by arrival, by which ties are broken.
   *
   * @return a number that no other task of the policy has
   */
  public final long order() {
    return order;
  }

  /**
   * The CPU time it was charged with so far.
   *
   * @return in nanoseconds
   */
  public final long cpuNanos() {
    return cpuNanos;
  }

  /**
   * Adds CPU time that it used; called by what runs it, before the policy's {@link Policy#charge}.
   *
   * @param nanos 0 or more
   */
  protected final void used(long nanos) {
    cpuNanos += nanos;
  }

  /**
   * What the policy keeps about this task.
   *
   * @return what {@link #state(Object)} was given last, or null
   */
  public final @Nullable Object state() {
    return state;
  }

  /**
   * Keeps what the policy needs to know about this task, at hand without a map.
   *
   * @param state anything; only the policy looks at it
   */
  public final void state(@Nullable Object state) {
    this.state = state;
  }

  /**
   * The group it belongs to.
   *
   * @return the group's path, {@code "a/b"}; empty for none
   */
  public String share() {
    return "";
  }

  /**
   * Its weight among the members of its group.
   *
   * @return above 0
   */
  public double weight() {
    return DEFAULT_WEIGHT;
  }

  /**
   * Its priority.
   *
   * @return the higher, the sooner it runs; 0 if nothing was said
   */
  public int priority() {
    return 0;
  }

  /**
   * How much CPU time it is expected to use before it ends or waits again.
   *
   * @return in nanoseconds, 0 or more; {@link Long#MAX_VALUE} if nobody knows
   */
  public long expectedNanos() {
    return Long.MAX_VALUE;
  }
}
