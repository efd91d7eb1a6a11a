package dev.rota.adapt;

/**
 * What so many workers achieved in a while.
 *
 * @param workers how many workers there were, the whole while
 * @param ended how many tasks ended, 1 or more
 * @param nanos how long the while was, above 0
 * @param idle the part of the workers' time in which they had nothing to do, 0 to 1
 */
public record Sample(int workers, long ended, long nanos, double idle) {

  /** With more idle time than that a sample says nothing of what the workers could do. */
  private static final double MOST_IDLE = 0.1;

  /** Whether there were too few tasks to say what the workers could have done. */
  boolean isStarved() {
    return idle > MOST_IDLE;
  }

  /** The logarithm of tasks per ns, as if the workers had never been idle. */
  double logRate() {
    return Math.log(ended / (nanos * (1 - idle)));
  }
}
