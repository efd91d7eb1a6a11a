package dev.rota.checks.compare;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Prints what was measured as Markdown. */
final class Report {

  private final List<Entry> entries;
  private final int many;

  /**
   * Of these entries; the first that submits and the first that maps are what the others are
   * compared with.
   */
  Report(List<Entry> entries, int many) {
    this.entries = entries;
    this.many = many;
  }

  void print() {
    printSubmit();
    IO.println();
    printMap();
  }

  private void printSubmit() {
    List<Entry> submitting = having(Work.WINDOW);
    IO.println(
        ("| submit, %d B each way | p50 µs | p99 µs | window/s | all at once/s"
                + " | window/s, %d workers | all at once/s, %d workers |")
            .formatted(Payload.BYTES, many, many));
    IO.println("|---|---|---|---|---|---|---|");
    for (Entry entry : submitting) {
      Entry first = submitting.getFirst();
      line(
          entry.name(),
          time(entry, first, Row::p50),
          time(entry, first, Row::p99),
          rate(entry.one(), first.one(), Work.WINDOW),
          rate(entry.one(), first.one(), Work.ALL_AT_ONCE),
          rate(entry.many(), first.many(), Work.WINDOW),
          rate(entry.many(), first.many(), Work.ALL_AT_ONCE));
    }
  }

  private void printMap() {
    List<Entry> mapping = having(Work.MAP);
    IO.println("| map | items/s | items/s, %d workers |".formatted(many));
    IO.println("|---|---|---|");
    for (Entry entry : mapping) {
      Entry first = mapping.getFirst();
      line(
          entry.name(),
          rate(entry.one(), first.one(), Work.MAP),
          rate(entry.many(), first.many(), Work.MAP));
    }
  }

  private List<Entry> having(Work work) {
    return entries.stream().filter(entry -> entry.one().works().contains(work)).toList();
  }

  private static void line(String name, String... cells) {
    IO.println("| " + name + " | " + String.join(" | ", cells) + " |");
  }

  private static String time(Entry entry, Entry first, ToDoubleFunction<Row> micros) {
    double value = micros.applyAsDouble(entry.one());
    return "%.1f".formatted(value) + ratio(value, micros.applyAsDouble(first.one()));
  }

  private static String rate(Row row, Row first, Work work) {
    double value = row.perSecond(work);
    return thousands(value) + ratio(value, first.perSecond(work));
  }

  private static String thousands(double perSecond) {
    return perSecond >= 1e6
        ? "%.2f M".formatted(perSecond / 1e6)
        : (perSecond >= 1e5 ? "%.0f k" : "%.1f k").formatted(perSecond / 1e3);
  }

  private static String ratio(double value, double first) {
    double ratio = value / first;
    String digits = ratio >= 100 ? "%.0f" : ratio >= 10 ? "%.1f" : "%.2f";
    return ratio == 1 ? "" : " (" + digits.formatted(ratio) + "×)";
  }
}
