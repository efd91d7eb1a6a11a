package dev.rota;

import java.util.Map;

/**
 * What a pool is doing and has done, counted at one moment. Counters are read one after the other
 * while the pool goes on, so sums may be off by what happened meanwhile.
 *
 * @param workers how many workers the pool keeps
 * @param busy workers that run at least one task now, also those that only finish what they have
 * @param idle workers that are ready and run no task
 * @param spares ready workers beyond {@code workers}
 * @param abandoned threads that outlived their task's time-out and could not be ended; always 0 for
 *     workers that can be killed
 * @param queued tasks admitted and not started
 * @param submitted tasks admitted since the pool was built
 * @param succeeded tasks that returned
 * @param failed tasks that ended in a failure other than cancellation
 * @param cancelled tasks that were cancelled
 * @param workersStarted workers started since the pool was built
 * @param deaths ends of workers by cause, such as {@code "SIGKILL"}, {@code "exit 1"}, {@code
 *     "timed out"}, {@code "recycled"}
 * @param circuitOpen whether the pool has stopped starting workers because they die at once
 * @param circuitReason what the last worker died of, in one line, while the circuit is open; else
 *     empty
 * @param queueTime how long the tasks that have ended waited for their last start, or for their end
 *     if they never started
 * @param runTime how long the last attempts took of the tasks that have ended
 * @param sizing how many workers the pool was to have and why, such as {@code "2: processors of
 *     this machine"}, {@code "1: cgroup cpu.max 100000/100000"}, {@code "1 of 2: affinity"} or
 *     {@code "4: as asked"}; of a pool that finds it itself, how many there are to be now, within
 *     which bounds and why; with processes also how many processors each is told to use
 * @param policyFailure why the pool's policy is not asked any more, in one line, and tasks go first
 *     come, first served; empty as long as it is, and without one
 */
public record PoolStats(
    int workers,
    int busy,
    int idle,
    int spares,
    int abandoned,
    long queued,
    long submitted,
    long succeeded,
    long failed,
    long cancelled,
    long workersStarted,
    Map<String, Long> deaths,
    boolean circuitOpen,
    String circuitReason,
    Percentiles queueTime,
    Percentiles runTime,
    String sizing,
    String policyFailure) {

  /** Copies the map. */
  public PoolStats {
    deaths = Map.copyOf(deaths);
  }
}
