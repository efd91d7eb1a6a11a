package dev.rota.checks.workers;

import dev.rota.Pool;
import dev.rota.Workers;
import dev.rota.checks.workers.Load.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Throughput against the number of workers, and of a pool that finds it itself.
 *
 * @param points of fixed numbers, from few to many
 * @param found where the other pool has landed, with what it achieves
 */
record Curve(Kind kind, Work work, List<Point> points, Point found) {

  static final int MOST = 64;

  private static final Duration SEARCH = Duration.ofSeconds(30);
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final Duration MOMENT = Duration.ofMillis(100);

  /** So many workers and what came of it. */
  record Point(int workers, Result result) {}

  /**
   * Pools of fixed numbers live through all rounds and take turns; then, beside them, comes the one
   * that searches, which would begin anew after each pause.
   */
  static Curve measure(Kind kind, Work work, int rounds) throws InterruptedException {
    List<Integer> numbers = numbers();
    List<Pool> pools = new ArrayList<>();
    try (Pool searching = kind.pool(Workers.adaptive(1, MOST))) {
      for (int workers : numbers) {
        pools.add(kind.pool(Workers.fixed(workers)));
        awaitAll(pools.getLast(), work, workers);
      }
      List<Result> results = takeTurns(pools, work, rounds);
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < numbers.size(); i++) {
        points.add(new Point(numbers.get(i), results.get(i)));
      }
      Result found = Load.run(searching, work.task(), SEARCH, TIME.multipliedBy(rounds));
      return new Curve(kind, work, points, new Point(searching.stats().workers(), found));
    } finally {
      pools.forEach(Pool::close);
    }
  }

  /** The median of each. */
  private static List<Result> takeTurns(List<Pool> pools, Work work, int rounds)
      throws InterruptedException {
    List<List<Result>> results = new ArrayList<>();
    pools.forEach(_ -> results.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < pools.size(); i++) {
        results.get(i).add(Load.run(pools.get(i), work.task(), WARM_UP, TIME));
      }
    }
    return results.stream().map(all -> Result.median(all.toArray(Result[]::new))).toList();
  }

  /** Keeps a pool busy until all its workers are there: 64 JVMs take seconds to start. */
  private static void awaitAll(Pool pool, Work work, int workers) throws InterruptedException {
    while (pool.stats().busy() + pool.stats().idle() < workers) {
      var _ = Load.run(pool, work.task(), Duration.ZERO, MOMENT);
    }
  }

  private static List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    for (int workers = 1; workers <= MOST; workers *= 2) {
      numbers.add(workers);
    }
    return numbers;
  }

  Point best() {
    return points.stream()
        .max(Comparator.comparingDouble(point -> point.result.perSecond()))
        .orElseThrow();
  }

  /** How much the pool that searches achieves of what the best fixed number does. */
  double part() {
    return found.result.perSecond() / best().result.perSecond();
  }

  void print() {
    IO.println();
    IO.println(kind.title() + ", " + work.title);
    IO.println("  workers    tasks/s   p50 ms   p99 ms");
    points.forEach(point -> print(Integer.toString(point.workers), point.result));
    print("auto: " + found.workers, found.result);
    IO.println(String.format(Locale.ROOT, "  auto / best (%d): %.3f", best().workers, part()));
  }

  private void print(String name, Result result) {
    int bar = (int) Math.round(40 * result.perSecond() / best().result.perSecond());
    IO.println(
        String.format(
            Locale.ROOT,
            "  %-8s %9.0f %8.2f %8.2f  %s",
            name,
            result.perSecond(),
            result.p50(),
            result.p99(),
            "#".repeat(bar)));
  }
}
