package dev.rota.cli.exec.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits each value into columns. A column may be in double quotes, as in CSV (RFC 4180): it may
 * then have the separator in it, and a quote as two. It has to end on its line.
 */
final class Columns implements Rows {
  private final Rows rows;
  private final String separator;

  Columns(Rows rows, String separator) {
    this.rows = rows;
    this.separator = separator;
  }

  @Override
  public @Nullable List<String> next() throws IOException {
    var row = rows.next();
    if (row == null) {
      return null;
    }
    var columns = new ArrayList<String>();
    for (var value : row) {
      split(value, columns);
    }
    return columns;
  }

  private void split(String line, List<String> columns) {
    var text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    int from = 0;
    while (true) {
      var column = new StringBuilder();
      int end = text.startsWith("\"", from) ? quoted(text, from, column) : from;
      int next = text.indexOf(separator, end);
      column.append(text, end, next < 0 ? text.length() : next);
      columns.add(column.toString());
      if (next < 0) {
        return;
      }
      from = next + separator.length();
    }
  }

  /** Where it ends, behind the quote; where it began if there is no such quote. */
  private static int quoted(String text, int from, StringBuilder column) {
    int at = from + 1;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        column.setLength(0);
        return from;
      }
      column.append(text, at, quote);
      if (!text.startsWith("\"\"", quote)) {
        return quote + 1;
      }
      column.append('"');
      at = quote + 2;
    }
  }
}
