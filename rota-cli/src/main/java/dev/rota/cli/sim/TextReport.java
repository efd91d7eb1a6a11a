package dev.rota.cli.sim;

import dev.rota.simulate.Figures;
import dev.rota.simulate.GroupFigures;
import dev.rota.simulate.Listener;
import dev.rota.simulate.Spread;
import dev.rota.simulate.TaskResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** For people: a chart and the tasks of each run, then all runs side by side. */
final class TextReport {
  static final int MOST_ROWS = 20;

  private final OutputStream out;
  private final int width;

  TextReport(OutputStream out, int width) {
    this.out = out;
    this.width = width;
  }

  void write(List<OneRun> runs) throws IOException {
    var unit = Unit.of(runs.stream().mapToLong(OneRun::end).max().orElse(0));
    var scenario = runs.getFirst().scenario();
    if (!scenario.description().isEmpty()) {
      print(scenario.description() + "\n\n");
    }
    if (scenario.isSeries()) {
      for (var policy : scenario.policies()) {
        print(SeriesTable.of(runs.stream().filter(run -> run.policy() == policy).toList(), width));
      }
      return;
    }
    for (var run : runs) {
      writeRun(run, unit);
    }
    print(comparison(runs, unit));
  }

  private void writeRun(OneRun run, Unit unit) throws IOException {
    var chart = new Chart(run, unit, width);
    var first = new ArrayList<TaskResult>();
    run.again(
        new Both(
            chart,
            new Listener() {
              @Override
              public void ended(TaskResult result) {
                if (result.order() < MOST_ROWS) {
                  first.add(result);
                }
              }
            }));
    print(title(run) + "\n\n" + chart.text() + "\n" + tasks(first, unit, run) + "\n");
    if (!run.figures().groups().isEmpty()) {
      print(groups(run, unit) + "\n");
    }
  }

  static String title(OneRun run) {
    int cores = run.scenario().machine().cores();
    return run.policy() + " on " + (cores == 1 ? "1 core" : cores + " cores");
  }

  private String tasks(List<TaskResult> results, Unit unit, OneRun run) {
    results.sort(Comparator.comparingLong(TaskResult::order));
    var table = new Table();
    boolean hasLocks = run.scenario().hasLocks();
    var titles =
        new ArrayList<>(
            List.of(
                "task, " + unit.word,
                "arrival",
                "response",
                "waiting",
                "turnaround",
                "finish",
                "cpu"));
    if (hasLocks) {
      titles.add("blocked");
    }
    table.row(titles);
    for (var result : results) {
      var cells = new ArrayList<>(List.of(Chart.shortened(result.task().name())));
      for (long time :
          new long[] {
            result.task().nanos(),
            result.response(),
            result.waiting(),
            result.turnaround(),
            result.finish(),
            result.cpu()
          }) {
        cells.add(unit.format(time));
      }
      if (hasLocks) {
        cells.add(unit.format(result.blocked()));
      }
      table.row(cells);
    }
    return table.text(width) + more(run);
  }

  static String more(OneRun run) {
    long more = run.figures().all().tasks() - MOST_ROWS;
    return more > 0 ? "and " + more + " more\n" : "";
  }

  private String groups(OneRun run, Unit unit) {
    var table = new Table();
    table.row(
        "group, " + unit.word, "tasks", "cpu", "response", "waiting", "turnaround", "fairness");
    run.figures()
        .groups()
        .forEach(
            (path, group) ->
                table.row(
                    Chart.shortened(path),
                    Long.toString(group.tasks()),
                    unit.format(group.cpu()),
                    unit.format(group.response().mean()),
                    unit.format(group.waiting().mean()),
                    unit.format(group.turnaround().mean()),
                    Unit.decimal(group.fairness())));
    return table.text(width);
  }

  private String comparison(List<OneRun> runs, Unit unit) {
    var table = new Table();
    row(table, "all tasks, " + unit.word, runs, run -> run.policy().toString());
    figure(table, "makespan", runs, figures -> unit.format(figures.makespan()));
    spread(table, "response", runs, unit, GroupFigures::response);
    spread(table, "waiting", runs, unit, GroupFigures::waiting);
    spread(table, "turnaround", runs, unit, GroupFigures::turnaround);
    if (runs.getFirst().scenario().hasLocks()) {
      spread(table, "blocked", runs, unit, GroupFigures::blocked);
      figure(table, "held up", runs, figures -> unit.format(figures.all().inverted()));
    }
    figure(table, "tasks a second", runs, figures -> Unit.decimal(figures.throughput()));
    figure(table, "utilization", runs, figures -> Unit.percent(figures.utilization()));
    figure(table, "lost to switching", runs, figures -> Unit.percent(figures.lost()));
    figure(table, "switches", runs, figures -> Long.toString(figures.switches()));
    figure(table, "fairness (Jain)", runs, figures -> Unit.decimal(figures.all().fairness()));
    return table.text(width);
  }

  private static void spread(
      Table table, String name, List<OneRun> runs, Unit unit, Function<GroupFigures, Spread> of) {
    figure(table, name + " mean", runs, figures -> unit.format(of.apply(figures.all()).mean()));
    figure(table, name + " p50", runs, figures -> unit.format(of.apply(figures.all()).p50()));
    figure(table, name + " p99", runs, figures -> unit.format(of.apply(figures.all()).p99()));
  }

  private static void figure(
      Table table, String name, List<OneRun> runs, Function<Figures, String> cell) {
    row(table, name, runs, run -> cell.apply(run.figures()));
  }

  private static void row(
      Table table, String name, List<OneRun> runs, Function<OneRun, String> cell) {
    var cells = new ArrayList<>(List.of(name));
    runs.forEach(run -> cells.add(cell.apply(run)));
    table.row(cells);
  }

  private void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
