package dev.rota.simulate;

/**
 * What came of the tasks of one group, or of all. Times are in nanoseconds.
 *
 * @param tasks how many ended
 * @param cpu how long they computed, together
 * @param response from arrival until a task first computed
 * @param waiting how long a task could have computed and did not
 * @param turnaround from arrival to end
 * @param blocked how long a task waited for locks
 * @param inverted how long, of all that, who had the lock could have computed and had no core: what
 *     an inversion of priorities costs
 * @param fairness Jain's index of the CPU time that each task got of the time in which it wanted
 *     it, divided by its weight (of all tasks: by what is due to it in the tree of groups): 1 if
 *     all got alike, 1/n if one of n got everything (Jain, Chiu and Hawe 1984, "A Quantitative
 *     Measure of Fairness and Discrimination")
 */
public record GroupFigures(
    long tasks,
    long cpu,
    Spread response,
    Spread waiting,
    Spread turnaround,
    Spread blocked,
    long inverted,
    double fairness) {}
