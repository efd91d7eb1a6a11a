package dev.rota.checks.compare;

import java.util.Set;

/** One way to give work to a pool. */
interface Way {

  /** What it is called in the table. */
  String name();

  /** What can be measured of it. */
  Set<Work> works();

  /**
   * Does it.
   *
   * @param count how many tasks
   * @return nanoseconds: of each task for a round trip, else one number for all together
   */
  long[] measure(Work work, int count) throws Exception;
}
