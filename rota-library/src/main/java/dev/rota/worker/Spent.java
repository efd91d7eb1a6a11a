package dev.rota.worker;

/**
 * What a task took.
 *
 * @param startedAt when it started, by {@link System#nanoTime()}
 * @param wallNanos how long it ran, in ns
 * @param cpuNanos its CPU time in ns, 0 if it is not known
 */
record Spent(long startedAt, long wallNanos, long cpuNanos) {}
