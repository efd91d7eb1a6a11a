package dev.rota.simulate;

import java.util.SortedMap;

/**
 * What came of a run. Times are in nanoseconds.
 *
 * @param cores how many cores the machine has
 * @param all of all tasks
 * @param groups of the tasks of each group, by its path; those of none are left out
 * @param start when the first task arrived; 0 if there was none
 * @param makespan from the first arrival to the last end
 * @param slices how many time slices were granted
 * @param switches how often a core went from one task to another
 * @param switching core time that went into switching, creating tasks and refilling caches
 * @param mostAlive the most tasks that had arrived and not ended at a time
 */
public record Figures(
    int cores,
    GroupFigures all,
    SortedMap<String, GroupFigures> groups,
    long start,
    long makespan,
    long slices,
    long switches,
    long switching,
    long mostAlive) {

  private static final double SECOND = 1e9;

  /**
   * How many tasks ended a second.
   *
   * @return tasks by makespan; 0 if there was no task
   */
  public double throughput() {
    return makespan == 0 ? 0 : all.tasks() / (makespan / SECOND);
  }

  /**
   * The part of the core time of the makespan in which tasks computed.
   *
   * @return 0 to 1
   */
  public double utilization() {
    return ofCoreTime(all.cpu());
  }

  /**
   * The part of the core time of the makespan that was {@link #switching} time.
   *
   * @return 0 to 1
   */
  public double lost() {
    return ofCoreTime(switching);
  }

  private double ofCoreTime(long nanos) {
    return makespan == 0 ? 0 : nanos / ((double) makespan * cores);
  }
}
