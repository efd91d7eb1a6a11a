package dev.rota.checks.slices;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Latencies, measured in turn run by run, so that all meet the same machine. */
final class LatencyTable {

  static final int ASKED = 4_000;

  private final Map<String, Callable<Latency>> lines = new LinkedHashMap<>();
  private final Map<String, List<Latency>> seen = new LinkedHashMap<>();

  void line(String name, Callable<Latency> measure) {
    lines.put(name, measure);
    seen.put(name, new ArrayList<>());
  }

  void measure(int runs) throws Exception {
    for (int i = 0; i < runs; i++) {
      for (String name : lines.keySet()) {
        seen(name).add(line(name).call());
      }
    }
  }

  Latency median(String name) {
    return Latency.median(seen(name));
  }

  /** Prints each, with the ratio of its p50 and p99 to those of a line. */
  void print(Paper paper, String base) {
    Latency to = median(base);
    for (String name : lines.keySet()) {
      Latency latency = median(name);
      if (latency.isEmpty()) {
        paper.row(name, "none was served");
        continue;
      }
      paper.row(
          name,
          "answered %5.1f %%  p50 %7.0f us (%.2f)  p99 %7.0f us (%.2f)  max %7.0f us",
          100 * latency.answered(),
          latency.p50(),
          latency.p50() / to.p50(),
          latency.p99(),
          latency.p99() / to.p99(),
          latency.max());
    }
  }

  /** One line's p99 by another's. */
  double p99Ratio(String name, String other) {
    return median(name).p99() / median(other).p99();
  }

  private Callable<Latency> line(String name) {
    return requireNonNull(lines.get(name));
  }

  private List<Latency> seen(String name) {
    return requireNonNull(seen.get(name));
  }
}
