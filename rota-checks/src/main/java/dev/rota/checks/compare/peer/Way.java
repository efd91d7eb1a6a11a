package dev.rota.checks.compare.peer;

/** One way to give work to a pool. */
interface Way {

  /** What it is called in the table. */
  String name();

  /** Whether the work can be done so. */
  boolean can(Work work);

  /**
   * Does it.
   *
   * @param count how many tasks
   * @return nanoseconds: of each task where they are timed one by one, else one number for all
   */
  long[] measure(Work work, int count) throws Exception;
}
