package dev.rota.checks.slices;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Prints sliced threads beside others: {@code slices [quick]}. CPU times are of the whole process;
 * latencies are by the clock on the wall, and mean something on a quiet machine only. Medians of
 * five runs, of one if it is to be quick.
 */
public final class Slices {

  private static final Duration MILLI = Duration.ofMillis(1);

  private final int runs;

  private Slices(int runs) {
    this.runs = runs;
  }

  /**
   * Measures and prints.
   *
   * @param arguments nothing, or {@code quick}
   * @throws Exception if something cannot be measured
   */
  public static void main(String[] arguments) throws Exception {
    Slices slices = new Slices(arguments.length > 0 ? 1 : 5);
    slices.costs();
    slices.latencies();
    slices.curve();
    slices.fairness();
  }

  private void costs() throws Exception {
    for (Kind kind : Kind.values()) {
      Costs.creation(kind, 50); // warm
    }
    double created = median(() -> Costs.creation(Kind.SLICED, 500));
    double virtual = median(() -> Costs.creation(Kind.VIRTUAL, 500));
    double platform = median(() -> Costs.creation(Kind.PLATFORM, 10));
    row(
        "create, run, end: sliced",
        "%.0f ns, %.1f times virtual (%.0f), %.4f of platform (%.0f)",
        created,
        created / virtual,
        virtual,
        created / platform,
        platform);
    Costs.yielding(1_000, 1_000_000);
    row(
        "switch, 2 and 1000 threads",
        "%.0f and %.0f ns",
        median(() -> Costs.yielding(2, 2_000_000)),
        median(() -> Costs.yielding(1_000, 2_000_000)));
    for (Kind kind : Kind.values()) {
      row(
          "hand-off by semaphores: " + kind.title,
          "%.0f ns",
          median(() -> Costs.handOff(kind, kind == Kind.PLATFORM ? 20_000 : 200_000)));
    }
    row(
        "heap of a parked thread: sliced, virtual",
        "%.0f B, %.0f B",
        median(() -> Costs.parkedHeap(Kind.SLICED, 100_000)),
        median(() -> Costs.parkedHeap(Kind.VIRTUAL, 100_000)));
    for (int parked : new int[] {0, 1_000, 100_000, 1_000_000}) {
      row("switch of 100 beside " + parked + " parked", "%.0f ns", Million.switching(parked));
    }
  }

  private void latencies() throws Exception {
    Latency alone = latency(Kind.SLICED, MILLI, 0, Latency.Hogs.POLLING);
    row("50 us each ms alone", alone);
    for (Kind kind : List.of(Kind.SLICED, Kind.PLATFORM, Kind.VIRTUAL)) {
      row("beside 8 hogs: " + kind.title, latency(kind, MILLI, 8, Latency.Hogs.POLLING));
    }
    row(
        "beside 8 hogs, one in the JDK: sliced",
        latency(Kind.SLICED, MILLI, 8, Latency.Hogs.ONE_IN_THE_JDK));
  }

  private void curve() throws Exception {
    for (int micros : new int[] {100, 300, 1_000, 3_000, 10_000, 30_000, 100_000}) {
      row(
          "quantum " + micros + " us",
          latency(Kind.SLICED, Duration.ofNanos(micros * 1_000L), 8, Latency.Hogs.POLLING));
    }
  }

  private void fairness() throws Exception {
    row(
        "weights 1:2:4, 10 s: worst error",
        "%.2f %%",
        100 * Shares.worstError(Duration.ofSeconds(10)));
    long steps = Work.stepsIn(500_000);
    for (Duration quantum : List.of(Duration.ofMillis(10), MILLI, Duration.ofNanos(200_000))) {
      row(
          "CPU time in slices of " + quantum.toNanos() / 1_000 + " us by that of whole tasks",
          "%.3f",
          median(() -> Loss.ratio(quantum, steps)));
    }
  }

  private Latency latency(Kind kind, Duration quantum, int hogs, Latency.Hogs what)
      throws Exception {
    return Latency.measure(kind, quantum, hogs, what, 4_000);
  }

  private double median(Callable<Double> figure) throws Exception {
    double[] figures = new double[runs];
    for (int i = 0; i < runs; i++) {
      figures[i] = figure.call();
    }
    Arrays.sort(figures);
    return figures[runs / 2];
  }

  private static void row(String title, Latency latency) {
    row(
        title,
        "answered %.1f %%, p50 %.0f us, p99 %.0f us, max %.0f us",
        100 * latency.answered(),
        latency.p50(),
        latency.p99(),
        latency.max());
  }

  @SuppressWarnings("AnnotateFormatMethod") // all formats are in this file
  private static void row(String title, String format, Object... figures) {
    System.out.printf(Locale.ROOT, "%-52s %s%n", title, format.formatted(figures));
  }
}
