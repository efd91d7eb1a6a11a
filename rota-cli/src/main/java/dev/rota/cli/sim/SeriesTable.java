package dev.rota.cli.sim;

import static java.util.stream.Collectors.groupingBy;

import java.util.Comparator;
import java.util.List;

/** What the number of tasks does: a row for each, the best marked. */
final class SeriesTable {
  private SeriesTable() {}

  static String of(List<OneRun> runs, int width) {
    var best = best(runs);
    var unit = Unit.of(runs.stream().mapToLong(OneRun::end).max().orElse(0));
    var table = new Table();
    table.row(
        "tasks",
        "makespan, " + unit.word,
        "used",
        "switching",
        "switches",
        "response",
        "turnaround p99",
        "");
    for (var run : runs) {
      var figures = run.figures();
      table.row(
          Integer.toString(run.count()),
          unit.format(figures.makespan()),
          Unit.percent(figures.utilization()),
          Unit.percent(figures.lost()),
          Long.toString(figures.switches()),
          unit.format(figures.all().response().mean()),
          unit.format(figures.all().turnaround().p99()),
          run.equals(best) ? "best" : "");
    }
    return TextReport.title(best) + "\n\n" + table.text(width) + "\n" + verdict(best, unit);
  }

  /** The fewest tasks whose makespan is within a hundredth of the least. */
  static OneRun best(List<OneRun> runs) {
    long least = runs.stream().mapToLong(run -> run.figures().makespan()).min().orElseThrow();
    return runs.stream()
        .filter(run -> run.figures().makespan() - least <= least / 100)
        .min(Comparator.comparingInt(OneRun::count))
        .orElseThrow();
  }

  /** The best of each policy. */
  static List<OneRun> bestOfEach(List<OneRun> runs) {
    return runs.stream().collect(groupingBy(OneRun::policy)).values().stream()
        .map(SeriesTable::best)
        .toList();
  }

  private static String verdict(OneRun best, Unit unit) {
    return "best: %d %s, done in %s %s; more gain less than 1%%\n"
        .formatted(
            best.count(),
            best.count() == 1 ? "task" : "tasks",
            unit.format(best.figures().makespan()),
            unit.word);
  }
}
