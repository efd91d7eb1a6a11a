package dev.rota.checks.compare.figure;

import dev.rota.Task;
import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import dev.rota.process.ProcessPool;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** A million tasks, with a queue that bounds them and with one that takes them all. */
final class MillionQueued implements Figure {

  private static final int TASKS = 1_000_000;
  private static final int DEFAULT_CAPACITY = 4096;
  private static final Quantity LIVE = new Quantity("live heap of the master", Unit.MEBIBYTES);
  private static final Quantity EACH = new Quantity("a queued task", Unit.KIBIBYTES);
  private static final Quantity DONE = new Quantity("succeeded", Unit.COUNT);
  private static final Quantity TIME = new Quantity("time", Unit.SECONDS);
  private static final String BOUNDED = "Rota, the default queue";

  private record Echo(int number) implements Task<Integer> {
    @Override
    public Integer call() {
      return number;
    }
  }

  @Override
  public String name() {
    return "million";
  }

  @Override
  public String about() {
    return "A million tasks on 2 workers, no future kept: what the master's heap holds more than"
        + " before, after a collection, once the queue is as full as it gets.";
  }

  @Override
  public List<Target> targets() {
    double bound = DEFAULT_CAPACITY * 2 / 1024.0; // 2 KiB for each that may wait
    return List.of(Target.atMost(bound, BOUNDED, LIVE), Target.atLeast(TASKS, "Rota", DONE));
  }

  @Override
  public int mostRounds() {
    return 1;
  }

  @Override
  public void set(Stage stage) {
    List<Quantity> quantities = List.of(LIVE, EACH, DONE, TIME);
    stage.lines(BOUNDED, quantities, () -> run(DEFAULT_CAPACITY));
    stage.lines("Rota, a queue of a million", quantities, () -> run(TASKS));
  }

  private static double[] run(int capacity) throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder().workers(2).heap("64m").queueCapacity(capacity).build()) {
      Pools.awaitReady(pool, 2);
      var _ = pool.submit(new Echo(0)).get();
      long before = liveHeap();
      long start = System.nanoTime();
      LongAdder succeeded = new LongAdder();
      CountDownLatch ended = new CountDownLatch(TASKS);
      long live = 0;
      for (int i = 0; i < TASKS; i++) {
        var _ =
            pool.submit(new Echo(i))
                .whenComplete(
                    (_, failure) -> {
                      if (failure == null) {
                        succeeded.increment();
                      }
                      ended.countDown();
                    });
        if (i == TASKS / 2) {
          live = Math.max(live, liveHeap() - before);
        }
      }
      long queued = pool.stats().queued();
      live = Math.max(live, liveHeap() - before);
      ended.await();
      double seconds = (System.nanoTime() - start) / 1e9;
      double each = queued == 0 ? 0 : (double) live / queued / 1024;
      return new double[] {(double) live / (1 << 20), each, succeeded.sum(), seconds};
    }
  }

  /** What is left after a collection. */
  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
        .sum();
  }
}
