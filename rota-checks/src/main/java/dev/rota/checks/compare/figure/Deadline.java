package dev.rota.checks.compare.figure;

import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskTimedOutException;
import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import dev.rota.process.ProcessPool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** What an overdue task costs the one behind it. */
final class Deadline implements Figure {

  private static final Quantity ANSWER = new Quantity("deadline to next answer", Unit.MILLIS);
  private static final Quantity GONE = new Quantity("deadline to end of process", Unit.MILLIS);
  private static final String WARM = "Rota: a spare is ready";
  private static final String COLD = "Rota: no spare";

  private static final Duration TIMEOUT = Duration.ofMillis(50);
  private static final int IDLE_MILLIS = 300;

  @Override
  public String name() {
    return "deadline";
  }

  @Override
  public String about() {
    return "An endless loop is overdue: until the next task, queued behind it, is answered, and"
        + " until the process is gone; 1 worker.";
  }

  @Override
  public List<Target> targets() {
    return List.of(
        Target.atMost(2, WARM, ANSWER),
        Target.atMost(60, COLD, ANSWER),
        Target.atMost(100, "Rota", GONE));
  }

  @Override
  public int repeats() {
    return 4;
  }

  @Override
  public void set(Stage stage) throws Exception {
    ProcessPool warm = stage.keep(ProcessPool.builder().workers(1).spares(1).heap("128m").build());
    ProcessPool cold = stage.keep(ProcessPool.builder().workers(1).spares(0).heap("128m").build());
    stage.lines(WARM, List.of(ANSWER, GONE), () -> overdue(warm, 2));
    stage.lines(COLD, List.of(ANSWER, GONE), () -> overdue(cold, 1));
  }

  private static double[] overdue(ProcessPool pool, int processes) throws Exception {
    Pools.awaitReady(pool, processes);
    Thread.sleep(IDLE_MILLIS); // for what a worker does once it is ready
    long pid = pool.submit(() -> ProcessHandle.current().pid()).get();
    Task<Integer> endless = Deadline::loop;
    FutureTask<Long> gone = new FutureTask<>(() -> awaitEnd(pid));
    Thread watch = Thread.ofPlatform().daemon().unstarted(gone);

    long deadline = System.nanoTime() + TIMEOUT.toNanos(); // it cannot start earlier
    TaskFuture<Integer> overdue = pool.submit(endless, TaskOptions.defaults().withTimeout(TIMEOUT));
    TaskFuture<Integer> next = pool.submit(() -> 1);
    watch.start();
    int _ = next.get();
    long answered = System.nanoTime();
    requireTimedOut(overdue);
    return new double[] {(answered - deadline) / 1e6, (gone.get() - deadline) / 1e6};
  }

  private static int loop() {
    long turns = 0;
    while (turns >= 0) {
      turns++;
    }
    return (int) turns;
  }

  private static void requireTimedOut(TaskFuture<?> overdue) throws Exception {
    try {
      var _ = overdue.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TaskTimedOutException) {
        return;
      }
      throw e;
    }
    throw new IllegalStateException("the endless loop has ended");
  }

  private static long awaitEnd(long pid) {
    Path process = Path.of("/proc/" + pid);
    while (Files.exists(process)) {
      LockSupport.parkNanos(200_000);
    }
    return System.nanoTime();
  }
}
