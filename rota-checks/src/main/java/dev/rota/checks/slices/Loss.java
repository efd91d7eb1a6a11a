package dev.rota.checks.slices;

import dev.rota.slice.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Throughput that slicing costs, against running each task to its end: by CPU time. */
final class Loss {

  private static final int TASKS = 8;
  private static final long TASK_NANOS = 300_000_000;
  private static final Duration WHOLE = Duration.ofSeconds(10);
  private static final List<Duration> QUANTA =
      List.of(Duration.ofMillis(10), Duration.ofMillis(1), Duration.ofNanos(200_000));

  private Loss() {}

  static void print(Paper paper) throws Exception {
    paper.title(
        "Throughput lost against run-to-completion, 8 tasks on 2 carriers: 10 ms, 1 ms, 0.2 ms");
    for (Kernel kernel : Kernel.values()) {
      long turns = turnsIn(kernel.fresh());
      List<Object> losses = new ArrayList<>();
      for (Duration quantum : QUANTA) {
        losses.add(100 * paper.median(() -> loss(kernel, turns, quantum)));
      }
      paper.row(
          kernel.title,
          "%5.1f %%  %5.1f %%  %5.1f %%" + (kernel.fits ? "" : "  (does not fit the cache)"),
          losses.toArray());
    }
  }

  /** How often it runs in the time of a task, once it is warm. */
  private static long turnsIn(Runnable body) {
    long turns = 0;
    for (int round = 0; round < 2; round++) {
      long end = System.nanoTime() + TASK_NANOS;
      for (turns = 0; System.nanoTime() - end < 0; turns++) {
        body.run();
      }
    }
    return turns;
  }

  /** 0 if nothing is lost. */
  private static double loss(Kernel kernel, long turns, Duration quantum) throws Exception {
    double sliced = cpuOf(kernel, turns, quantum);
    double whole = cpuOf(kernel, turns, WHOLE);
    return 1 - whole / sliced;
  }

  private static double cpuOf(Kernel kernel, long turns, Duration quantum) throws Exception {
    List<Runnable> bodies = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      bodies.add(kernel.fresh());
    }
    System.gc(); // lest it come in between
    try (Kind.Maker maker = Kind.SLICED.maker(2, quantum)) {
      long begin = ThreadCosts.cpuNanos();
      List<Thread> threads = new ArrayList<>();
      for (Runnable body : bodies) {
        threads.add(maker.start(() -> run(body, turns)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      return ThreadCosts.cpuNanos() - begin;
    }
  }

  private static void run(Runnable body, long turns) {
    for (long i = 0; i < turns; i++) {
      body.run();
      Slice.poll();
    }
  }
}
