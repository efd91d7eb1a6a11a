package dev.rota.checks.slices;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Where parts print what they measure.
 *
 * @param runs of how many the medians are
 */
record Paper(int runs) {

  /** What is measured several times. */
  interface Figure extends Callable<Double> {}

  void title(String text) {
    IO.println();
    IO.println(text);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the formats are in the parts
  void row(String name, String format, Object... figures) {
    IO.println(
        String.format(Locale.ROOT, "  %-40s ", name) + String.format(Locale.ROOT, format, figures));
  }

  double median(Figure figure) throws Exception {
    double[] figures = new double[runs];
    for (int i = 0; i < runs; i++) {
      figures[i] = figure.call();
    }
    return median(figures);
  }

  static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
