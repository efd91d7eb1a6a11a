package dev.rota.cli.sim;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells; the first column is flush left, the others right. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** As text. What is wider than so many columns goes on below, with the first column again. */
  String text(int width) {
    var text = new StringBuilder();
    int columns = rows.getFirst().size();
    int from = 1;
    do {
      int to = Math.min(columns, from + 1);
      while (to < columns && width(from, to + 1) <= width) {
        to++;
      }
      text.append(text.isEmpty() ? "" : "\n").append(part(from, to));
      from = to;
    } while (from < columns);
    return text.toString();
  }

  private int width(int from, int to) {
    int width = width(0);
    for (int column = from; column < to; column++) {
      width += GAP.length() + width(column);
    }
    return width;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private String part(int from, int to) {
    var part = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder(row.getFirst());
      line.repeat(' ', width(0) - length(row.getFirst()));
      for (int column = from; column < to; column++) {
        var cell = row.get(column);
        line.append(GAP).repeat(' ', width(column) - length(cell)).append(cell);
      }
      part.append(line.toString().stripTrailing()).append('\n');
    }
    return part.toString();
  }
}
