package dev.rota.checks.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Figures that are medians of rounds, in each of which every peer has its turn. */
final class Rounds {

  private static final int ROUNDS = 7;

  /** Something that is done so often; gives how long that took in ns. */
  interface Work {
    long nanos(int times) throws Exception;
  }

  /** What is measured, and how often it is done in a round. */
  record Row(String name, int times, Work work) {}

  private Rounds() {}

  /** Prints for each how many ns one takes; the others also as a multiple of the first. */
  static void print(String title, List<Row> rows) throws Exception {
    System.out.println("\n" + title);
    double[][] figures = new double[rows.size()][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) { // the first warms up
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        double each = (double) row.work.nanos(row.times) / row.times;
        if (round >= 0) {
          figures[i][round] = each;
        }
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      double[] ratios = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        ratios[round] = figures[i][round] / figures[0][round];
      }
      System.out.printf(
          "  %-44s %12.1f ns (best %.1f)  %.2f of the first%n",
          rows.get(i).name, median(figures[i]), smallest(figures[i]), median(ratios));
    }
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double smallest(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  static Work repeat(Runnable once) {
    return times -> {
      long start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        once.run();
      }
      return System.nanoTime() - start;
    };
  }

  /** All but those that need a program which is not there. */
  static List<Row> available(Row... rows) {
    List<Row> available = new ArrayList<>(List.of(rows));
    if (!Python.isThere()) {
      System.out.println("\npython3 is missing: its rows are left out");
      available.removeIf(row -> row.name().startsWith("Python"));
    }
    return available;
  }
}
