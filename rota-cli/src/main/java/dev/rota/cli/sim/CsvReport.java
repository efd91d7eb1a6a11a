package dev.rota.cli.sim;

import dev.rota.simulate.GroupFigures;
import dev.rota.simulate.Listener;
import dev.rota.simulate.Spread;
import dev.rota.simulate.TaskResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * For spreadsheets (RFC 4180): a line for each task of each run, or for each run if they are to
 * show what the number of tasks does.
 */
final class CsvReport {
  private final OutputStream out;

  CsvReport(OutputStream out) {
    this.out = out;
  }

  void write(List<OneRun> runs) throws IOException {
    try {
      if (runs.getFirst().scenario().isSeries()) {
        writeSeries(runs);
      } else {
        writeTasks(runs);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void writeTasks(List<OneRun> runs) {
    boolean hasLocks = runs.getFirst().scenario().hasLocks();
    line(
        ("policy,name,group,arrivalMs,responseMs,waitingMs,turnaroundMs,finishMs,cpuMs"
                + (hasLocks ? ",blockedMs,invertedMs" : ""))
            .split(",", -1));
    for (var run : runs) {
      var policy = run.policy().toString();
      run.again(
          new Listener() {
            @Override
            public void ended(TaskResult result) {
              var cells =
                  new ArrayList<>(
                      List.of(
                          policy,
                          result.task().name(),
                          result.task().group(),
                          Millis.of(result.task().nanos()),
                          Millis.of(result.response()),
                          Millis.of(result.waiting()),
                          Millis.of(result.turnaround()),
                          Millis.of(result.finish()),
                          Millis.of(result.cpu())));
              if (hasLocks) {
                cells.add(Millis.of(result.blocked()));
                cells.add(Millis.of(result.inverted()));
              }
              line(cells.toArray(String[]::new));
            }
          });
    }
  }

  private void writeSeries(List<OneRun> runs) {
    line(
        ("policy,count,best,makespanMs,utilization,lost,switches,"
             + "responseMeanMs,responseP50Ms,responseP99Ms,waitingMeanMs,waitingP50Ms,waitingP99Ms,"
             + "turnaroundMeanMs,turnaroundP50Ms,turnaroundP99Ms,fairness")
            .split(",", -1));
    var best = SeriesTable.bestOfEach(runs);
    for (var run : runs) {
      var figures = run.figures();
      var cells =
          new ArrayList<>(
              List.of(
                  run.policy().toString(),
                  Integer.toString(run.count()),
                  Boolean.toString(best.contains(run)),
                  Millis.of(figures.makespan()),
                  Double.toString(figures.utilization()),
                  Double.toString(figures.lost()),
                  Long.toString(figures.switches())));
      addSpreads(figures.all(), cells);
      cells.add(Double.toString(figures.all().fairness()));
      line(cells.toArray(String[]::new));
    }
  }

  private static void addSpreads(GroupFigures all, List<String> cells) {
    for (Spread spread : List.of(all.response(), all.waiting(), all.turnaround())) {
      cells.addAll(
          List.of(Millis.of(spread.mean()), Millis.of(spread.p50()), Millis.of(spread.p99())));
    }
  }

  private void line(String... cells) {
    var line = new StringBuilder();
    for (var cell : cells) {
      line.append(line.isEmpty() ? "" : ",").append(quoted(cell));
    }
    try {
      out.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String cell) {
    boolean isPlain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
    return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
