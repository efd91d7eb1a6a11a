package dev.rota.checks.workers;

import dev.rota.checks.workers.Curve.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Curves as SVG, one below the other: a line of the fixed numbers, a dot where auto landed. */
final class Picture {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 240;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 40;

  private Picture() {}

  static String of(List<Curve> curves) {
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif'"
            + " font-size='12'><rect width='100%%' height='100%%' fill='white'/>%n",
        WIDTH,
        HEIGHT * curves.size());
    for (int i = 0; i < curves.size(); i++) {
      add(svg, "<g transform='translate(0 %d)'>%n", i * HEIGHT);
      draw(svg, curves.get(i));
      svg.append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private static void draw(StringBuilder svg, Curve curve) {
    double most = Math.max(curve.best().result().perSecond(), curve.found().result().perSecond());
    add(
        svg,
        "<text x='%d' y='20'>%s, %s: auto %.0f %% of the best fixed number</text>%n",
        LEFT,
        curve.kind().title(),
        curve.work().title,
        100 * curve.part());
    axes(svg, curve, most);
    String line =
        curve.points().stream()
            .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point), y(point, most)))
            .collect(Collectors.joining(" "));
    add(svg, "<polyline points='%s' fill='none' stroke='#0072b2' stroke-width='2'/>%n", line);
    Point found = curve.found();
    add(svg, "<circle cx='%.1f' cy='%.1f' r='5' fill='#d55e00'/>%n", x(found), y(found, most));
    add(
        svg,
        "<text x='%.1f' y='%.1f' text-anchor='middle' fill='#d55e00'>auto: %d</text>%n",
        x(found),
        y(found, most) + 20,
        found.workers());
  }

  private static void axes(StringBuilder svg, Curve curve, double most) {
    int floor = HEIGHT - BOTTOM;
    add(
        svg,
        "<path d='M%d %dV%dH%d' fill='none' stroke='black'/>%n",
        LEFT,
        TOP,
        floor,
        WIDTH - RIGHT);
    for (Point point : curve.points()) {
      add(
          svg,
          "<text x='%.1f' y='%d' text-anchor='middle'>%d</text>%n",
          x(point),
          floor + 18,
          point.workers());
    }
    add(
        svg,
        "<text x='%d' y='%d' text-anchor='end'>%.0f/s</text><text x='%d' y='%d'"
            + " text-anchor='end'>0</text>%n",
        LEFT - 6,
        TOP + 4,
        most,
        LEFT - 6,
        floor);
  }

  private static double x(Point point) {
    double part = Math.log(point.workers()) / Math.log(Curve.MOST);
    return LEFT + part * (WIDTH - LEFT - RIGHT - 20);
  }

  private static double y(Point point, double most) {
    return HEIGHT - BOTTOM - point.result().perSecond() / most * (HEIGHT - TOP - BOTTOM);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the formats are above
  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
