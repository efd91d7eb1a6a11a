package dev.rota.checks.compare.figure;

import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import dev.rota.process.ProcessPool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;

/** More workers than anyone needs on this machine. */
final class ManyWorkers implements Figure {

  private static final int WORKERS = 256;
  private static final int TASK_MILLIS = 300;
  private static final Quantity UP = new Quantity("all up", Unit.SECONDS);
  private static final Quantity USED = new Quantity("workers that ran a task", Unit.COUNT);
  private static final Quantity RUN = new Quantity("run", Unit.SECONDS);
  private static final Quantity STOP = new Quantity("stop", Unit.SECONDS);
  private static final Quantity LEFT = new Quantity("processes left", Unit.COUNT);

  @Override
  public String name() {
    return "workers-256";
  }

  @Override
  public String about() {
    return "Start, run and stop of 256 workers: four tasks for each that sleep 300 ms, then close.";
  }

  @Override
  public List<Target> targets() {
    return List.of(Target.atLeast(WORKERS, "Rota", USED), Target.atMost(0, "Rota", LEFT));
  }

  @Override
  public int mostRounds() {
    return 1;
  }

  @Override
  public void set(Stage stage) {
    stage.lines("Rota ProcessPool", List.of(UP, USED, RUN, STOP, LEFT), ManyWorkers::once);
  }

  private static double[] once() throws Exception {
    long start = System.nanoTime();
    List<Long> pids;
    double up;
    double run;
    int used;
    long stop;
    try (ProcessPool pool = ProcessPool.builder().workers(WORKERS).spares(0).heap("8m").build()) {
      Pools.awaitReady(pool, WORKERS);
      up = (System.nanoTime() - start) / 1e9;
      pids = Processes.children();
      long ready = System.nanoTime();
      used = run(pool).size();
      stop = System.nanoTime();
      run = (stop - ready) / 1e9;
    }
    double stopped = (System.nanoTime() - stop) / 1e9;
    long left = pids.stream().filter(pid -> ProcessHandle.of(pid).isPresent()).count();
    return new double[] {up, used, run, stopped, left};
  }

  private static Set<Long> run(ProcessPool pool) throws Exception {
    List<Future<Long>> futures = new ArrayList<>();
    for (int i = 0; i < 4 * WORKERS; i++) {
      futures.add(
          pool.submit(
              () -> {
                Thread.sleep(TASK_MILLIS);
                return ProcessHandle.current().pid();
              }));
    }
    Set<Long> used = new HashSet<>();
    for (Future<Long> future : futures) {
      used.add(future.get());
    }
    return used;
  }
}
