package dev.rota.cli.sim;

import dev.rota.simulate.Arrival;
import dev.rota.simulate.Listener;
import dev.rota.simulate.TaskResult;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who computes when, as text of a given width: a row for each of the first tasks, a column for each
 * step of time. Memory depends on the width, not on the run.
 */
final class Chart implements Listener {
  private static final int LONGEST_LABEL = 16;
  private static final int LABELLED = 10; // columns from one label of the axis to the next
  private static final String SWITCHING = "(switching)";

  private static final Map<Character, String> LEGEND = new LinkedHashMap<>();

  static {
    LEGEND.put('#', "computes");
    LEGEND.put('+', "for a third of the time");
    LEGEND.put('-', "for less");
    LEGEND.put('.', "ready");
    LEGEND.put('~', "waits for I/O");
    LEGEND.put('!', "waits for a lock");
  }

  /** How long a row was in each state in each column. */
  private static final class Row {
    String name = "";
    final long[] computing;
    final long[] waiting;
    final long[] blocked;
    final long[] alive;

    Row(int columns) {
      computing = new long[columns];
      waiting = new long[columns];
      blocked = new long[columns];
      alive = new long[columns];
    }
  }

  private final Row[] rows;
  private final Row machine;
  private final OneRun run;
  private final Unit unit;
  private final TimeAxis axis;
  private final int label;

  Chart(OneRun run, Unit unit, int width) {
    this.run = run;
    this.unit = unit;
    label = LONGEST_LABEL + 1;
    axis =
        TimeAxis.of(
            run.figures().start(),
            run.end(),
            unit,
            Math.max(1, width - label - unit.word.length() - 1));
    rows = new Row[(int) Math.min(TextReport.MOST_ROWS, run.figures().all().tasks())];
    Arrays.setAll(rows, _ -> new Row(axis.columns()));
    machine = new Row(axis.columns());
  }

  @Override
  public void slice(Arrival task, long order, int core, long granted, long start, long end) {
    axis.spread(granted, start, machine.computing);
    if (order < rows.length) {
      axis.spread(start, end, rows[(int) order].computing);
    }
  }

  @Override
  public void waits(Arrival task, long order, long from, long until) {
    if (order < rows.length) {
      axis.spread(from, until, rows[(int) order].waiting);
    }
  }

  @Override
  public void blocked(Arrival task, long order, String lock, long from, long until) {
    if (order < rows.length) {
      axis.spread(from, until, rows[(int) order].blocked);
    }
  }

  @Override
  public void ended(TaskResult result) {
    if (result.order() < rows.length) {
      var row = rows[(int) result.order()];
      row.name = result.task().name();
      axis.spread(result.task().nanos(), result.finish(), row.alive);
    }
  }

  String text() {
    var text = new StringBuilder();
    text.append(line("", axisLabels()));
    var used = new StringBuilder();
    for (var row : rows) {
      var marks = marks(row, 1);
      used.append(marks);
      text.append(line(shortened(row.name), marks));
    }
    if (run.figures().switching() > 0) {
      text.append(line(SWITCHING, marks(machine, run.figures().cores())));
    }
    return text.append(TextReport.more(run)).append(legend(used.toString())).toString();
  }

  static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST_LABEL
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_LABEL - 3)) + "...";
  }

  private String line(String name, String content) {
    int padding = label - name.codePointCount(0, name.length());
    return (name + " ".repeat(padding) + content).stripTrailing() + "\n";
  }

  private String axisLabels() {
    var labels = new StringBuilder();
    for (int column = 0; column < axis.columns(); column += LABELLED) {
      var time = unit.format(axis.instant(column));
      if (labels.length() <= column) {
        labels.repeat(' ', column - labels.length()).append(time).append(' ');
      }
    }
    return labels + unit.word;
  }

  private String marks(Row row, int cores) {
    var marks = new StringBuilder();
    for (int column = 0; column < axis.columns(); column++) {
      double step = (double) axis.step() * cores;
      double part = row.computing[column] / step;
      if (part > 2.0 / 3) {
        marks.append('#');
      } else if (part > 1.0 / 3) {
        marks.append('+');
      } else if (part > 0) {
        marks.append('-');
      } else if (row.waiting[column] > row.alive[column] / 2) {
        marks.append('~');
      } else if (row.blocked[column] > row.alive[column] / 2) {
        marks.append('!');
      } else {
        marks.append(row.alive[column] > 0 ? '.' : ' ');
      }
    }
    return marks.toString();
  }

  private String legend(String used) {
    var legend = new StringBuilder();
    LEGEND.forEach(
        (mark, meaning) -> {
          if (used.indexOf(mark) >= 0) {
            legend.append(legend.isEmpty() ? "" : "   ").append(mark).append(' ').append(meaning);
          }
        });
    return line("", legend.toString());
  }
}
