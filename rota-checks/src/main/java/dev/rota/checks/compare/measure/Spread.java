package dev.rota.checks.compare.measure;

import java.util.Collection;

/** The middle of what was measured, and its ends. */
public record Spread(double least, double median, double most) {

  /** Of at least one value. */
  public static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
