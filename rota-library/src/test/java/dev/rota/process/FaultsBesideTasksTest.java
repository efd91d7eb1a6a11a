package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.process.Fault.Deed;
import dev.rota.process.Fault.Effect;
import dev.rota.process.Fault.Exit;
import dev.rota.process.Fault.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults while a worker has no task, and while its pool is being shut down. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class FaultsBesideTasksTest {

  private static final TaskOptions SHORT =
      TaskOptions.defaults().withTimeout(Duration.ofMillis(400));

  private static final List<Fault> ENDING =
      List.of(
          new Exit(0, false),
          new Exit(3, true),
          new Exit(255, true),
          new Signal("SEGV"),
          new Signal("TERM"),
          new Signal("KILL"),
          Deed.BAD_MEMORY_ACCESS,
          Deed.HEAP_EXHAUSTED,
          Deed.METASPACE_EXHAUSTED);

  private final ProcessPool pool =
      ProcessPool.builder()
          .workers(2)
          .spares(1)
          .heap("64m")
          .jvmArgs("-XX:MaxMetaspaceSize=48m")
          .restartIntensity(1000, Duration.ofSeconds(1))
          .build();

  @TempDir private Path folder;

  @AfterEach
  void endsClean() throws IOException {
    List<ProcessHandle> workers = ProcessHandle.current().children().toList();
    pool.close();
    assertThat(workers).noneMatch(ProcessHandle::isAlive);
    String reports = "rota-hs_err-" + ProcessHandle.current().pid() + "-";
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(reports)) {
          Files.delete(file);
        }
      }
    }
  }

  private void awaitFullStrength() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> pool.stats().idle() + pool.stats().spares() == 3);
  }

  private long deaths() {
    return pool.stats().deaths().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Runs a task, so that the worker that is struck is one that has worked. */
  private long pidOfAnIdleWorker() throws Exception {
    long pid = pool.submit(() -> ProcessHandle.current().pid()).get();
    awaitFullStrength();
    return pid;
  }

  @Test
  void anIdleWorkerIsStruckByASignal() throws Exception {
    List<Signal> signals =
        Stream.of(Signal.CRASH_REPORT, Signal.DEADLY, Signal.HARMLESS)
            .flatMap(List::stream)
            .map(Signal::new)
            .toList();
    long expected = 0;
    for (Signal signal : signals) {
      signal.send(pidOfAnIdleWorker());
      expected += signal.effect() == Effect.CRASH ? 1 : 0;
      long deaths = expected;
      await().until(() -> deaths() >= deaths);
      awaitFullStrength();
      assertThat(pool.submit(() -> 5).get()).isEqualTo(5);
    }
    assertThat(deaths()).isEqualTo(expected);
  }

  @Test
  void anIdleWorkerIsStruckByAThreadThatATaskLeftBehind() throws Exception {
    long deaths = 0;
    for (Fault fault : ENDING) {
      Path strike = folder.resolve("strike-" + deaths);
      String file = strike.toString();
      pool.submit(() -> leaveBehind(fault, file)).get();
      awaitFullStrength();
      Files.createFile(strike);
      long expected = ++deaths;
      await().until(() -> deaths() == expected);
      awaitFullStrength();
      assertThat(pool.submit(() -> 5).get()).isEqualTo(5);
    }
  }

  private static int leaveBehind(Fault fault, String file) {
    Thread.ofPlatform()
        .start(
            () -> {
              awaitFile(file);
              fault.strikeInWorker();
            });
    return 0;
  }

  private static void awaitFile(String file) {
    while (!Files.exists(Path.of(file))) {
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        // it is to go on
      }
    }
  }

  /** Tasks that strike once the file is there. */
  private Map<Fault, TaskFuture<Integer>> submitAll(List<Fault> faults, Path strike) {
    String file = strike.toString();
    Map<Fault, TaskFuture<Integer>> futures = new LinkedHashMap<>();
    for (Fault fault : faults) {
      TaskOptions options = fault.effect() == Effect.HANG ? SHORT : TaskOptions.defaults();
      futures.put(
          fault,
          pool.submit(
              () -> {
                awaitFile(file);
                fault.strike();
                return 0;
              },
              options));
    }
    return futures;
  }

  @Test
  void eachTaskOfAPoolThatDrainsEndsAsItWould() throws Exception {
    List<Fault> faults = new ArrayList<>(ENDING);
    faults.addAll(
        List.of(
            new Signal("STOP"),
            Deed.STACK_OVERFLOW,
            Deed.CLASS_INITIALISER_FAILS,
            Deed.DEADLOCK,
            Deed.COUNTED_LOOP,
            Deed.OUTPUT));
    Path strike = folder.resolve("strike");
    var futures = submitAll(faults, strike);
    TaskFuture<Integer> last = pool.submit(() -> 5);
    await().until(() -> pool.stats().busy() == 2);
    pool.shutdown();
    Files.createFile(strike);
    for (var entry : futures.entrySet()) {
      Throwable failure = catchThrowable(entry.getValue()::get);
      assertThat(failure).as("%s", entry.getKey()).isInstanceOf(ExecutionException.class);
      FaultMatrixTest.expect(entry.getKey(), true, failure.getCause());
    }
    assertThat(last.get()).isEqualTo(5);
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void eachTaskOfAPoolThatIsShutDownAtOnceIsCancelled() throws Exception {
    Path strike = folder.resolve("strike");
    var futures = submitAll(ENDING, strike);
    await().until(() -> pool.stats().busy() == 2);
    Files.createFile(strike);
    pool.shutdownNow();
    for (TaskFuture<Integer> future : futures.values()) {
      assertThat(catchThrowable(future::get))
          .isInstanceOfAny(CancellationException.class, ExecutionException.class);
    }
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void workersThatAreStruckWhileTheyAreToldToGoDoNotKeepThePoolFromEnding() throws Exception {
    awaitFullStrength();
    List<ProcessHandle> workers = ProcessHandle.current().children().toList();
    new Signal("STOP").send(workers.getFirst().pid()); // will not hear that it is to go
    pool.shutdown();
    new Signal("KILL").send(workers.getLast().pid());
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(workers).noneMatch(ProcessHandle::isAlive);
  }

  /** The worker is gone before whoever ends its task has come to it, kept back by a stage. */
  @Test
  void aPoolHasNotEndedBeforeItsLastTaskHas() throws Exception {
    try (ProcessPool slow =
        ProcessPool.builder()
            .workers(1)
            .spares(0)
            .heap("64m")
            .stageExecutor(FaultsBesideTasksTest::later)
            .build()) {
      TaskFuture<?> future = slow.submit(() -> Runtime.getRuntime().halt(1));
      var stage = future.whenComplete((value, failure) -> {});
      slow.shutdown();
      assertThat(slow.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(future.isDone()).isTrue();
      assertThat(stage.isDone()).isTrue();
      assertThat(slow.stats().failed()).isEqualTo(1);
      assertThat(slow.isTerminated()).isTrue();
    }
  }

  private static void later(Runnable stage) {
    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    stage.run();
  }
}
