package dev.rota.slice;

/**
 * What the carriers of a {@link SlicedPool} are doing and have done, counted at one moment.
 *
 * @param alive sliced threads that have not ended: tasks, threads that they started, threads of the
 *     pool's factory; not the tasks that are held back by {@link SlicedPoolBuilder#tasks}
 * @param ready how many of them can run and wait for their turn
 * @param turns how often a carrier was given to one
 * @param expired turns that ended because the time slice was over
 * @param preempted turns that ended within the time slice, for another that goes first
 * @param pinned times that a thread could not be taken from its carrier: it was in a class
 *     initialiser or had a native frame on its stack
 * @param overdue carriers that do not come back from their turn, in whose place a spare serves
 * @param idleSpares spare carriers at rest
 * @param compensated how often a spare took an overdue carrier's place
 * @param shortages how often none was to be had, because there are {@link SlicedPoolBuilder#spares}
 *     already: what is ready waits then until a carrier comes back
 * @param policyFailure what the policy did for which it was dismissed; empty if it works. Turns
 *     then go by the order of coming
 */
public record SliceStats(
    long alive,
    long ready,
    long turns,
    long expired,
    long preempted,
    long pinned,
    int overdue,
    int idleSpares,
    long compensated,
    long shortages,
    String policyFailure) {

  SliceStats withPolicyFailure(Throwable failure) {
    return new SliceStats(
        alive,
        ready,
        turns,
        expired,
        preempted,
        pinned,
        overdue,
        idleSpares,
        compensated,
        shortages,
        failure.getClass().getName() + ": " + failure.getMessage());
  }
}
