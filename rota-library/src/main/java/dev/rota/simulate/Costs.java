package dev.rota.simulate;

/**
 * What a machine takes for itself before a task computes. All times are in nanoseconds, 0 to a day;
 * no task is charged for them.
 *
 * @param threadSwitch from a task to another of the same group, as between threads of one process
 * @param processSwitch from a task to one of another group, or of none; a task without a group is a
 *     process of its own
 * @param creation before a task computes for the first time
 * @param refill to bring a task's data back into a core's cache, if all of it is gone
 * @param cacheTasks how many tasks' data a core's cache holds, 1 or more: a task that returns to
 *     its core after k switches has lost k parts in {@code cacheTasks} of its data, and all of it
 *     on another core
 */
public record Costs(
    long threadSwitch, long processSwitch, long creation, long refill, int cacheTasks) {

  /** Everything is for nothing. */
  public static final Costs NONE = new Costs(0, 0, 0, 0, 1);

  /** The longest that each may take, a day. */
  public static final long MAX_NANOS = 86_400_000_000_000L;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Costs {
    check("threadSwitch", threadSwitch);
    check("processSwitch", processSwitch);
    check("creation", creation);
    check("refill", refill);
    if (cacheTasks < 1) {
      throw new IllegalArgumentException("cacheTasks must be 1 or more, not " + cacheTasks);
    }
  }

  private static void check(String name, long nanos) {
    if (nanos < 0 || nanos > MAX_NANOS) {
      throw new IllegalArgumentException(
          name + " must be 0 to " + MAX_NANOS + " ns (a day), not " + nanos);
    }
  }
}
