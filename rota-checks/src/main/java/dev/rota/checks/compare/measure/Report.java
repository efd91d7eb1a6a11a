package dev.rota.checks.compare.measure;

import java.util.List;

/** Prints a figure as Markdown: what was measured, and whether it is what is to be reached. */
public final class Report {

  private Report() {}

  /** Prints it. */
  public static void print(Figure figure, Sheet sheet) {
    IO.println("### " + figure.name() + "\n\n" + figure.about() + "\n");
    printValues(sheet);
    printMissing(sheet);
    printVerdicts(figure, sheet);
    IO.println();
  }

  private static void printValues(Sheet sheet) {
    StringBuilder head = new StringBuilder("| |");
    sheet.quantities().forEach(quantity -> head.append(" ").append(quantity.title()).append(" |"));
    IO.println(head);
    IO.println("|---|" + "---|".repeat(sheet.quantities().size()));
    for (String subject : sheet.subjects()) {
      StringBuilder line = new StringBuilder("| " + subject + " |");
      sheet
          .quantities()
          .forEach(q -> line.append(" ").append(cell(sheet, subject, q)).append(" |"));
      IO.println(line);
    }
  }

  private static String cell(Sheet sheet, String subject, Quantity quantity) {
    if (!sheet.has(subject, quantity)) {
      return "";
    }
    String value = quantity.unit().show(sheet.value(subject, quantity).median());
    String first = sheet.first(quantity);
    return subject.equals(first)
        ? value
        : value + " (" + Unit.digits(sheet.ratio(subject, first, quantity).median()) + "×)";
  }

  private static void printMissing(Sheet sheet) {
    sheet
        .missing()
        .forEach((peer, reason) -> IO.println("\nNot measured: " + peer + ": " + reason));
  }

  private static void printVerdicts(Figure figure, Sheet sheet) {
    List<Verdict> verdicts =
        figure.targets().stream().flatMap(t -> Verdict.of(t, sheet).stream()).toList();
    if (!verdicts.isEmpty()) {
      IO.println("\n| | to reach | measured (rounds from, to) | reached |\n|---|---|---|---|");
      verdicts.forEach(verdict -> IO.println(verdict.line()));
    }
  }
}
