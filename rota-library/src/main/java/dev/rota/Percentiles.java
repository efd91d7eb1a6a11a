package dev.rota;

import java.time.Duration;

/**
 * How long something took, over all times that it did. A percentile is within 1.6 % of a time that
 * was measured, {@code max} is exact.
 *
 * @param count how many times were measured; if none, all else is zero
 * @param p50 half of them took no longer
 * @param p90 nine in ten took no longer
 * @param p99 ninety-nine in a hundred took no longer
 * @param max the longest
 */
public record Percentiles(long count, Duration p50, Duration p90, Duration p99, Duration max) {}
