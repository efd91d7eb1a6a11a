package dev.rota.simulate;

/**
 * How a time is spread over tasks, in nanoseconds.
 *
 * @param mean the arithmetic mean; 0 of none
 * @param p50 the smallest that at least half of all do not exceed
 * @param p99 the smallest that at least 99 in a hundred do not exceed
 * @param max the largest
 */
public record Spread(double mean, long p50, long p99, long max) {}
