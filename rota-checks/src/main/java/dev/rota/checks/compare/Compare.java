package dev.rota.checks.compare;

import dev.rota.checks.compare.figure.Figures;
import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Report;
import dev.rota.checks.compare.measure.Sheet;
import dev.rota.checks.compare.peer.Scripts;
import dev.rota.process.StartCache;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Measures Rota beside its peers and prints tables in Markdown. */
final class Compare {

  private static final int BUSY_LOOPS = 2;

  private Compare() {}

  static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Request request;
    try {
      request = Request.of(args);
    } catch (IllegalArgumentException e) {
      System.err.println("compare: " + e.getMessage());
      System.exit(2);
      return;
    }
    if (request.list()) {
      Figures.ALL.forEach(
          figure -> IO.println("%-12s %s".formatted(figure.name(), figure.about())));
      return;
    }
    var _ = StartCache.make(); // which any master before would have left
    try (BusyLoops _ = new BusyLoops(request.loaded() ? BUSY_LOOPS : 0)) {
      IO.println(environment(request) + "\n");
      measure(request.figures(), request.rounds());
      IO.println("Load of the last minute at the end: %.1f.".formatted(load()));
    }
    System.exit(0); // whatever threads a peer has left
  }

  private static void measure(List<Figure> figures, int rounds) throws Exception {
    for (Figure figure : figures) {
      System.err.println("compare: " + figure.name());
      Report.print(figure, Sheet.of(figure, rounds));
    }
  }

  private static String environment(Request request) {
    return """
    Medians of %d rounds, all in turn in each; in brackets the ratio to the first line, the
    median of the rounds' ratios. %s.
    JDK %s, %s, Node %s, %s %s, %d processors; load of the last minute %.1f at the start.\
    """
        .formatted(
            request.rounds(),
            request.loaded() ? BUSY_LOOPS + " busy loops beside it" : "Nothing beside it",
            Runtime.version(),
            Scripts.version("python3"),
            Scripts.version("node"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            load());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
