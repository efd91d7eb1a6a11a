package dev.rota.checks.compare;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A way to give work to a pool of one size, and what was measured of it, round by round. */
final class Row {

  private static final long LEAST_NANOS = 150_000_000; // of one measurement
  private static final long WARM_NANOS = 1_200_000_000;
  private static final int LEAST_COUNT = 200;

  private final Way way;
  private final Map<Work, Integer> counts = new EnumMap<>(Work.class);
  private final Map<Work, List<Double>> perSecond = new EnumMap<>(Work.class);
  private final List<Double> p50 = new ArrayList<>();
  private final List<Double> p99 = new ArrayList<>();

  Row(Way way) {
    this.way = way;
  }

  Set<Work> works() {
    return way.works();
  }

  /** Warms up, and finds how many tasks make a measurement long enough. */
  void warmUp(Work work) throws Exception {
    int count = LEAST_COUNT;
    long warm = 0;
    while (warm < WARM_NANOS) {
      long nanos = Arrays.stream(way.measure(work, count)).sum();
      warm += nanos;
      if (nanos < LEAST_NANOS) {
        count *= 2;
      }
    }
    counts.put(work, count);
  }

  void measure(Work work) throws Exception {
    int count = requireNonNull(counts.get(work));
    long[] nanos = way.measure(work, count);
    if (work == Work.ROUND_TRIP) {
      Arrays.sort(nanos);
      p50.add(nanos[count / 2] / 1e3);
      p99.add(nanos[count * 99 / 100] / 1e3);
    } else {
      perSecond.computeIfAbsent(work, _ -> new ArrayList<>()).add(count * 1e9 / nanos[0]);
    }
  }

  /** Median of the rounds, in microseconds. */
  double p50() {
    return median(p50);
  }

  /** Median of the rounds, in microseconds. */
  double p99() {
    return median(p99);
  }

  /** Tasks a second, median of the rounds. */
  double perSecond(Work work) {
    return median(requireNonNull(perSecond.get(work)));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
