package dev.rota.simulate;

/**
 * How a task went. All times are in nanoseconds.
 *
 * @param task the task
 * @param order how many tasks had arrived before it
 * @param response from its arrival until it first computed
 * @param waiting how long it could have computed and did not
 * @param turnaround from its arrival to its end
 * @param finish when it ended, from the start of the run
 * @param cpu how long it computed
 * @param blocked how long it waited for locks
 * @param inverted how long of that who had the lock could have computed, and had no core
 */
public record TaskResult(
    Arrival task,
    long order,
    long response,
    long waiting,
    long turnaround,
    long finish,
    long cpu,
    long blocked,
    long inverted) {}
