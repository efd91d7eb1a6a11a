package dev.rota.cli.sim;

import dev.rota.simulate.Figures;
import java.util.List;
import java.util.Locale;

/**
 * Draws runs, one below the other: a lane for each core, if there are few, and one for each of the
 * first tasks.
 */
final class SvgPicture {
  static final int WIDTH = 1000;
  static final int LEFT = 130;
  static final int RIGHT = 20;
  private static final int LANE = 22;
  private static final int BAR = 16;
  private static final int TITLE = 34;
  private static final int AXIS = 30;
  private static final int LEGEND = 30;
  private static final int TICKS = 10;
  static final int DRAWN = WIDTH - LEFT - RIGHT;

  private final List<OneRun> runs;
  private final StringBuilder svg = new StringBuilder();
  private final Unit unit;
  private final long span; // of all, so that the same width is the same time in each
  private int y;

  SvgPicture(List<OneRun> runs) {
    this.runs = runs;
    this.unit = Unit.of(runs.stream().mapToLong(OneRun::end).max().orElse(0));
    this.span =
        Math.max(1, runs.stream().mapToLong(run -> run.figures().makespan()).max().orElse(0));
  }

  String text() {
    for (var run : runs) {
      draw(run);
    }
    legend();
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
    <rect width="%d" height="%d" fill="white"/>
    %s</svg>
    """
        .formatted(WIDTH, y, WIDTH, y, WIDTH, y, svg);
  }

  private void draw(OneRun run) {
    var lanes = new Lanes(run);
    run.again(lanes);
    text(LEFT, y + TITLE - 12, "start", 15, TextReport.title(run) + " · " + summary(run.figures()));
    y += TITLE;
    int height = LANE * lanes.all().size();
    grid(run, height);
    for (var lane : lanes.all()) {
      text(LEFT - 8, y + LANE - 7, "end", 12, Chart.shortened(lane.name()));
      for (var bar : lane.bars()) {
        bar(bar, run);
      }
      y += LANE;
    }
    y += AXIS;
    long more = run.figures().all().tasks() - Lanes.MOST_TASKS;
    if (more > 0) {
      text(LEFT, y, "start", 12, "and " + more + " more tasks");
      y += LANE;
    }
  }

  private String summary(Figures figures) {
    return "makespan "
        + unit.format(figures.makespan())
        + " "
        + unit.word
        + ", utilization "
        + Unit.percent(figures.utilization())
        + ", fairness "
        + Unit.decimal(figures.all().fairness());
  }

  private void grid(OneRun run, int height) {
    long start = run.figures().start();
    var axis = TimeAxis.of(start, start + span, unit, TICKS);
    for (int tick = 0; tick <= axis.columns(); tick++) {
      long instant = axis.instant(tick);
      if (instant >= start && instant <= start + span) {
        double x = x(instant, run);
        svg.append(
            String.format(
                Locale.ROOT,
                "<line x1=\"%.2f\" y1=\"%d\" x2=\"%.2f\" y2=\"%d\" stroke=\"#ddd\"/>\n",
                x,
                y,
                x,
                y + height));
        text(
            x,
            y + height + 15,
            "middle",
            11,
            unit.format(instant) + (tick == 0 ? " " + unit.word : ""));
      }
    }
  }

  private double x(long instant, OneRun run) {
    return LEFT + (double) (instant - run.figures().start()) / span * DRAWN;
  }

  private void bar(Lanes.Bar bar, OneRun run) {
    int thickness = bar.kind().isThin() ? 3 : BAR;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%d\" fill=\"%s\""
                + " fill-opacity=\"%.2f\"><title>%s</title></rect>\n",
            x(bar.from(), run),
            y + (LANE - thickness) / 2.0,
            x(bar.to(), run) - x(bar.from(), run),
            thickness,
            bar.colour(),
            bar.opacity(),
            escaped(bar.told(unit))));
  }

  private void legend() {
    y += 4;
    int x = LEFT;
    for (var kind : Lanes.Kind.values()) {
      int thickness = kind.isThin() ? 3 : BAR;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%.1f\" width=\"24\" height=\"%d\" fill=\"%s\"/>\n",
              x,
              y + (BAR - thickness) / 2.0,
              thickness,
              kind.colour()));
      text(x + 30, y + 12, "start", 12, kind.word());
      x += 150;
    }
    y += LEGEND;
  }

  private void text(double x, int baseline, String anchor, int size, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.2f\" y=\"%d\" text-anchor=\"%s\" font-size=\"%d\""
                + " fill=\"#222\">%s</text>\n",
            x,
            baseline,
            anchor,
            size,
            escaped(text)));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
