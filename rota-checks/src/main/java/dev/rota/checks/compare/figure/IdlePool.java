package dev.rota.checks.compare.figure;

import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import dev.rota.process.ProcessPool;
import java.util.List;

/** What a pool costs that does nothing. */
final class IdlePool implements Figure {

  private static final int WORKERS = 64;
  private static final int SECONDS = 10;
  private static final Quantity UP = new Quantity("all up", Unit.SECONDS);
  private static final Quantity PSS = new Quantity("PSS a worker", Unit.MEBIBYTES);
  private static final Quantity MASTER = new Quantity("CPU of the master in 10 s", Unit.MILLIS);
  private static final Quantity WORKER = new Quantity("CPU of a worker in 10 s", Unit.MILLIS);

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String about() {
    return WORKERS
        + " workers with a heap of 16 MiB: from building the pool until all are ready; then, once"
        + " they have settled, memory (PSS) and CPU time while nothing is asked of them.";
  }

  @Override
  public List<Target> targets() {
    double tick = 10; // the kernel's own measure of CPU time
    return List.of(
        Target.atMost(4, "Rota", UP),
        Target.atMost(20, "Rota", PSS),
        Target.atMost(tick, "Rota", MASTER),
        Target.atMost(tick, "Rota", WORKER));
  }

  @Override
  public int mostRounds() {
    return 2;
  }

  @Override
  public void set(Stage stage) {
    stage.lines("Rota ProcessPool", List.of(UP, PSS, MASTER, WORKER), IdlePool::idle);
  }

  private static double[] idle() throws Exception {
    long start = System.nanoTime();
    try (ProcessPool pool = ProcessPool.builder().workers(WORKERS).spares(0).heap("16m").build()) {
      Pools.awaitReady(pool, WORKERS);
      double up = (System.nanoTime() - start) / 1e9;
      List<Long> workers = Processes.children();
      Processes.awaitQuiet(workers);
      double pss = workers.stream().mapToLong(Processes::pss).sum() / (double) workers.size();
      long self = ProcessHandle.current().pid();
      long before = workers.stream().mapToLong(Processes::cpuNanos).sum();
      long masterBefore = Processes.cpuNanos(self); // the looking itself takes some of it
      Thread.sleep(SECONDS * 1000);
      double master = (Processes.cpuNanos(self) - masterBefore) / 1e6;
      long after = workers.stream().mapToLong(Processes::cpuNanos).sum();
      return new double[] {up, pss / (1 << 20), master, (after - before) / 1e6 / workers.size()};
    }
  }
}
