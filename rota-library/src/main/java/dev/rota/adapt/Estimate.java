package dev.rota.adapt;

import java.util.Arrays;

/** Mean and spread of the latest values of something that is measured again and again. */
final class Estimate {

  private final double[] values;
  private int count;
  private int next;

  /** Of the latest {@code most} values. */
  Estimate(int most) {
    values = new double[most];
  }

  void add(double value) {
    values[next] = value;
    next = (next + 1) % values.length;
    count = Math.min(count + 1, values.length);
  }

  /** Adds the latest {@code few} values of another, in their order. */
  void addLatest(int few, Estimate other) {
    for (int i = Math.min(few, other.count); i > 0; i--) {
      add(other.values[Math.floorMod(other.next - i, other.values.length)]);
    }
  }

  int count() {
    return count;
  }

  double mean() {
    return Arrays.stream(values, 0, count).average().orElse(0);
  }

  /** The square of the standard deviation of one value. */
  double variance() {
    double mean = mean();
    double squares = Arrays.stream(values, 0, count).map(v -> (v - mean) * (v - mean)).sum();
    return squares / Math.max(1, count - 1);
  }
}
