package dev.rota;

/**
 * How many workers a pool has: a fixed number, or the one within bounds that it finds itself.
 *
 * <p>A pool that is adaptive measures how many tasks end in a while, tries a few workers more and a
 * few fewer, and stays where that is best: about as many as there are processors for tasks that
 * compute, and many more for tasks that wait, up to what they wait for can bear. Of numbers that
 * achieve the same it takes the least: twice as many workers must be worth 2.1 % more tasks. It
 * begins with as many as there are processors. It learns only while more tasks are there than
 * workers, and needs some dozens of tasks a worker for each comparison; while tasks are few it
 * stays as it is. When the load changes it searches anew.
 *
 * @param least the least number of workers, 1 or more
 * @param most the most, not less
 */
public record Workers(int least, int most) {

  /** Refuses what is out of range. */
  public Workers {
    PoolBuilder.requireRange("least workers", least, 1, PoolBuilder.MAX_WORKERS);
    PoolBuilder.requireRange("most workers", most, least, PoolBuilder.MAX_WORKERS);
  }

  /**
   * Always as many.
   *
   * @param workers 1 to {@link PoolBuilder#MAX_WORKERS}
   * @return that number and no other
   * @throws IllegalArgumentException if {@code workers} is out of range
   */
  public static Workers fixed(int workers) {
    PoolBuilder.requireRange("workers", workers, 1, PoolBuilder.MAX_WORKERS);
    return new Workers(workers, workers);
  }

  /**
   * As many as achieve most.
   *
   * @param least the least number, 1 to {@link PoolBuilder#MAX_WORKERS}
   * @param most the most, {@code least} to {@link PoolBuilder#MAX_WORKERS}
   * @return these bounds
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static Workers adaptive(int least, int most) {
    return new Workers(least, most);
  }

  /**
   * Whether there is anything to find.
   *
   * @return false for a fixed number
   */
  public boolean isAdaptive() {
    return least < most;
  }

  /**
   * With how many to begin.
   *
   * @return as many as this JVM may use processors, within the bounds
   */
  public int first() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), least, most);
  }
}
