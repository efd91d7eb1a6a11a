package dev.rota.checks.slices;

import dev.rota.schedule.FairShares;
import dev.rota.schedule.Policy;
import dev.rota.schedule.RoundRobin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Latency against the quantum, as a picture: small enough slices look parallel. */
final class Curve {

  private static final int[] QUANTA_MICROS = {100, 300, 1_000, 3_000, 10_000, 30_000, 100_000};
  private static final int ASKED = 2_000;
  private static final double LEAST_MICROS = 50;
  private static final double COLUMNS_A_DECADE = 12;

  private Curve() {}

  static void print(Paper paper) throws Exception {
    Hog.WOVEN.warmUp();
    paper.title("Latency beside 8 hogs against the quantum: # to p50, = to p99, log scale");
    print(paper, "round robin", RoundRobin::new);
    print(paper, "fair shares", quantum -> FairShares.builder().quantum(quantum).build());
  }

  private static void print(Paper paper, String name, Function<Duration, Policy> policy)
      throws Exception {
    for (int micros : QUANTA_MICROS) {
      List<Latency> seen = new ArrayList<>();
      for (int i = 0; i < paper.runs(); i++) {
        seen.add(latency(policy.apply(Duration.ofNanos(micros * 1_000L))));
      }
      Latency latency = Latency.median(seen);
      paper.row(
          String.format(Locale.ROOT, "%s, %6.1f ms", name, micros / 1e3),
          "%5.1f %% %7.0f %7.0f us  %s",
          100 * latency.answered(),
          latency.p50(),
          latency.p99(),
          bar(latency));
    }
  }

  private static Latency latency(Policy policy) throws Exception {
    try (Kind.Maker maker = Kind.sliced(Latency.CARRIERS, policy)) {
      return Latency.measure(maker, Neighbours.HOGS, Hog.WOVEN, ASKED);
    }
  }

  private static String bar(Latency latency) {
    int middle = columns(latency.p50());
    return "#".repeat(middle) + "=".repeat(columns(latency.p99()) - middle);
  }

  private static int columns(double micros) {
    return micros > LEAST_MICROS
        ? (int) Math.round(COLUMNS_A_DECADE * Math.log10(micros / LEAST_MICROS))
        : 0;
  }
}
