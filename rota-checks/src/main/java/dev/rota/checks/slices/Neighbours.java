package dev.rota.checks.slices;

import dev.rota.checks.compare.peer.MissingPeerException;
import dev.rota.checks.compare.peer.Script;
import dev.rota.checks.compare.peer.Scripts;
import java.time.Duration;

/** The quick task beside eight hogs on two processors: sliced threads and their peers. */
final class Neighbours {

  static final int HOGS = 8;

  private static final Duration QUANTUM = Duration.ofMillis(1);
  private static final String GO = "Go's goroutines";
  private static final String ALONE = "sliced, no hogs";

  private Neighbours() {}

  static void print(Paper paper) throws Exception {
    Hog.WOVEN.warmUp();
    paper.title("Latency of 50 us of work each ms beside 8 hogs (and by that alone)");
    LatencyTable table = new LatencyTable();
    table.line(ALONE, () -> latency(Kind.SLICED, 0, Hog.WOVEN));
    for (Kind kind : Kind.values()) {
      table.line(kind.title, () -> latency(kind, HOGS, Hog.WOVEN));
    }
    String missing = "";
    try (Script go = Scripts.go("latency")) {
      table.line(GO, () -> goroutines(go));
      table.measure(paper.runs());
    } catch (MissingPeerException e) {
      missing = String.valueOf(e.getMessage());
      table.measure(paper.runs());
    }
    table.print(paper, ALONE);
    paper.row(
        "p99, sliced by platform", "%.2f", table.p99Ratio(Kind.SLICED.title, Kind.PLATFORM.title));
    if (missing.isEmpty()) {
      paper.row("p99, sliced by goroutines", "%.3f", table.p99Ratio(Kind.SLICED.title, GO));
    } else {
      paper.row(GO, "not measured: %s", missing);
    }
  }

  /** Of sliced threads of the usual quantum, or their peers. */
  static Latency latency(Kind kind, int hogs, Hog first) throws Exception {
    try (Kind.Maker maker = kind.maker(Latency.CARRIERS, QUANTUM)) {
      return Latency.measure(maker, hogs, first, LatencyTable.ASKED);
    }
  }

  private static Latency goroutines(Script go) throws Exception {
    return Latency.of(go.ask(Latency.CARRIERS, HOGS, LatencyTable.ASKED), LatencyTable.ASKED);
  }
}
