package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.NotShippableException;
import dev.rota.Outcome;
import dev.rota.Pool;
import dev.rota.RemoteTaskException;
import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.TaskRejectedException;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tasks can do to their worker, each with real processes, and that nobody else notices. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
@SuppressWarnings({"restricted", "ModifiedButNotUsed", "InfiniteRecursion"}) // they are the cases
class ProcessFaultsTest {

  private static final TaskOptions HALF_A_SECOND =
      TaskOptions.defaults().withTimeout(Duration.ofMillis(500));

  private final ProcessPool pool = ProcessPool.builder().workers(2).heap("64m").build();

  @TempDir private Path folder;

  @AfterEach
  void poolIsAtFullStrengthAndLeavesNothing() {
    List<TaskFuture<Integer>> futures =
        IntStream.range(0, 10).mapToObj(i -> pool.submit(() -> i)).toList();
    assertThat(futures).allSatisfy(future -> assertThat(future.get()).isNotNegative());
    await().until(() -> pool.stats().idle() + pool.stats().spares() == 3);
    List<ProcessHandle> workers = workers();
    assertThat(workers).hasSizeGreaterThanOrEqualTo(3);
    pool.close();
    assertThat(workers).noneMatch(ProcessHandle::isAlive);
    assertThat(sharedFiles()).isEmpty();
  }

  private static List<ProcessHandle> workers() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  private static List<Path> sharedFiles() {
    String prefix = "rota-" + ProcessHandle.current().pid() + "-";
    try (var files = Files.list(Path.of("/dev/shm"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Throwable causeOf(TaskFuture<?> future) {
    Throwable thrown = catchThrowable(future::get);
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }

  /** A file in the place of the crash report that is longer than any array. */
  @Test
  void aReportThatDoesNotEndKeepsNoFutureOpen() throws IOException {
    String option = "-XX:ErrorFile=";
    TaskFuture<Integer> future =
        pool.submit(
            () -> {
              List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
              String report =
                  options.stream().filter(it -> it.startsWith(option)).findFirst().orElseThrow();
              try (var file = new RandomAccessFile(report.substring(option.length()), "rw")) {
                file.setLength(3L << 30);
              }
              Runtime.getRuntime().halt(5);
              return 0;
            });
    Throwable cause = causeOf(future);
    assertThat(cause).isInstanceOf(WorkerCrashedException.class);
    Files.delete(((WorkerCrashedException) cause).errorFile().orElseThrow());
  }

  @Test
  void anExitStatusIsReported() {
    Throwable cause = causeOf(pool.submit(() -> Runtime.getRuntime().halt(42)));
    assertThat(cause).isInstanceOf(WorkerCrashedException.class);
    assertThat(((WorkerCrashedException) cause).exitStatus()).isEqualTo(42);
    assertThat(cause).hasMessageContaining("status 42");
  }

  @Test
  void aSignalIsReported() {
    Throwable cause =
        causeOf(
            pool.submit(
                () -> {
                  new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start();
                  Thread.sleep(60_000);
                  return 0;
                }));
    assertThat(cause).isInstanceOf(WorkerCrashedException.class).hasMessageContaining("SIGKILL");
  }

  @Test
  void aNativeCrashNamesItsReport() throws IOException {
    Throwable cause =
        causeOf(
            pool.submit(
                () -> MemorySegment.ofAddress(8).reinterpret(8).get(ValueLayout.JAVA_LONG, 0)));
    assertThat(cause).isInstanceOf(WorkerCrashedException.class).hasMessageContaining("SIGSEGV");
    WorkerCrashedException crash = (WorkerCrashedException) cause;
    assertThat(crash.output()).contains("SIGSEGV");
    assertThat(crash.errorFile()).hasValueSatisfying(file -> assertThat(file).exists());
    Files.delete(crash.errorFile().orElseThrow());
  }

  @Test
  void theOutputOfACrashIsKept() {
    Throwable cause =
        causeOf(
            pool.submit(
                () -> {
                  System.out.println("on out");
                  System.err.println("on err");
                  Runtime.getRuntime().halt(1);
                }));
    assertThat(((WorkerCrashedException) cause).output()).contains("on out", "on err");
  }

  @Test
  void endlessOutputIsCutToItsEnd() {
    Throwable cause =
        causeOf(
            pool.submit(
                () -> {
                  String line = "x".repeat(999);
                  for (int i = 0; i < 5_000; i++) {
                    System.out.println(line);
                    System.err.println(line);
                  }
                  System.out.print("the end");
                  Runtime.getRuntime().halt(1);
                }));
    assertThat(((WorkerCrashedException) cause).output()).hasSize(1 << 16).endsWith("the end");
  }

  @Test
  void anOverdueTaskIsKilled() {
    TaskFuture<?> future =
        pool.submit(
            () -> {
              long count = 0;
              while (true) {
                count++;
              }
            },
            HALF_A_SECOND);
    assertThat(causeOf(future)).isInstanceOf(TaskTimedOutException.class);
    assertThat(future.execution().runTime()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    assertThat(future.execution().attempts()).isEqualTo(1);
    await().until(() -> pool.stats().deaths().containsKey("timed out"));
  }

  @Test
  void anOverdueTaskThatIsStoppedIsKilled() {
    TaskFuture<?> future = pool.submit(() -> stopMyself(), HALF_A_SECOND);
    assertThat(causeOf(future)).isInstanceOf(TaskTimedOutException.class);
  }

  private static int stopMyself() throws Exception {
    new ProcessBuilder("kill", "-STOP", "" + ProcessHandle.current().pid()).start();
    Thread.sleep(60_000);
    return 0;
  }

  @Test
  void exhaustedHeapIsToldFromAnExitWithTheSameStatus() {
    Task<Integer> hog =
        () -> {
          List<long[]> hoard = new ArrayList<>();
          while (true) {
            hoard.add(new long[100_000]);
          }
        };
    assertThat(causeOf(pool.submit(hog)))
        .isInstanceOf(TaskOutOfMemoryException.class)
        .hasMessageContaining("Java heap space");
    assertThat(causeOf(pool.submit(() -> Runtime.getRuntime().halt(3))))
        .isInstanceOf(WorkerCrashedException.class);
  }

  @Test
  void exhaustedDirectMemoryIsOutOfMemoryToo() {
    Task<Integer> hog =
        () -> {
          List<Object> hoard = new ArrayList<>();
          while (true) {
            hoard.add(java.nio.ByteBuffer.allocateDirect(1 << 24));
          }
        };
    assertThat(causeOf(pool.submit(hog))).isInstanceOf(TaskOutOfMemoryException.class);
  }

  private static int forEver(int depth) {
    return forEver(depth + 1) + 1;
  }

  @Test
  void aStackOverflowIsTheTasksFailureAndItsWorkerGoes() {
    TaskFuture<Integer> future = pool.submit(() -> forEver(0));
    Throwable cause = causeOf(future);
    assertThat(cause).isInstanceOf(RemoteTaskException.class);
    assertThat(((RemoteTaskException) cause).thrownClassName())
        .isEqualTo(StackOverflowError.class.getName());
    await().until(() -> pool.stats().deaths().containsKey("recycled"));
  }

  record Holder(String name, Object thing) {}

  @Test
  void aResultThatCannotTravelIsNamed() {
    Throwable cause = causeOf(pool.submit(() -> new Holder("x", new Thread())));
    assertThat(cause).isInstanceOf(NotShippableException.class);
    assertThat(((NotShippableException) cause).className()).isEqualTo("java.lang.Thread");
    assertThat(((NotShippableException) cause).path()).contains("thing");
  }

  @Test
  void aTaskThatCannotTravelIsRefusedAndNamed() {
    Object here = new Object();
    Throwable thrown = catchThrowable(() -> pool.submit(() -> here.hashCode()));
    assertThat(thrown).isInstanceOf(NotShippableException.class);
    assertThat(((NotShippableException) thrown).className()).isEqualTo("java.lang.Object");
  }

  @Test
  void bigValuesTravelBothWays() throws Exception {
    byte[] big = new byte[5 << 20];
    big[123_456] = 7;
    byte[] back = pool.submit(() -> big).get();
    assertThat(back).isEqualTo(big);
  }

  @Test
  void aGiantResultIsRefused() {
    assertThat(causeOf(pool.submit(() -> new byte[(64 << 20) - 100].clone().length)))
        .isInstanceOf(TaskOutOfMemoryException.class); // of a worker with a heap of 64 MiB
    try (Pool small = ProcessPool.builder().workers(1).spares(0).maxResult(1 << 20).build()) {
      assertThat(causeOf(small.submit(() -> new byte[2 << 20])))
          .isInstanceOf(NotShippableException.class)
          .hasMessageContaining("1048576");
    }
  }

  @Test
  void aCrashIsRetriedAsOftenAsAsked() throws Exception {
    Path starts = folder.resolve("starts");
    String file = starts.toString();
    TaskFuture<Integer> future =
        pool.submit(
            () -> {
              Files.writeString(
                  Path.of(file), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
              if (Files.size(Path.of(file)) < 3) {
                Runtime.getRuntime().halt(1);
              }
              return 5;
            },
            TaskOptions.defaults().withRetries(2));
    assertThat(future.get()).isEqualTo(5);
    assertThat(future.execution().attempts()).isEqualTo(3);
    assertThat(starts).hasContent("xxx");
  }

  @Test
  void aTaskThatHeedsItsInterruptionKeepsItsWorker() throws Exception {
    Path started = folder.resolve("started");
    Path interrupted = folder.resolve("interrupted");
    TaskFuture<?> future = pool.submit(sleeper(started.toString(), interrupted.toString()));
    await().until(() -> Files.exists(started));
    assertThat(future.cancel(true)).isTrue();
    await().until(() -> Files.exists(interrupted));
    await().until(() -> pool.stats().busy() == 0);
    assertThat(pool.stats().deaths()).isEmpty();
  }

  private static Task<Integer> sleeper(String started, String interrupted) {
    return () -> {
      Files.createFile(Path.of(started));
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        Files.createFile(Path.of(interrupted));
      }
      return 0;
    };
  }

  @Test
  void aTaskThatDoesNotIsKilled() {
    Path started = folder.resolve("started");
    String file = started.toString();
    TaskFuture<?> future =
        pool.submit(
            () -> {
              Files.createFile(Path.of(file));
              while (true) {
                Thread.onSpinWait();
              }
            });
    await().until(() -> Files.exists(started));
    assertThat(future.cancel(true)).isTrue();
    await().until(() -> pool.stats().deaths().containsKey("cancelled"));
  }

  @Test
  void tasksSentAheadToAWorkerThatDiesRunElsewhere() {
    String file = folder.toString();
    List<Outcome<Integer, Integer>> outcomes =
        pool.map(
                IntStream.range(0, 2_000).boxed().toList(),
                i -> {
                  if (i % 200 == 199) {
                    Runtime.getRuntime().halt(9);
                  }
                  Files.createFile(Path.of(file, "" + i)); // fails if it was started before
                  return i;
                })
            .toList();
    assertThat(outcomes).hasSize(2_000);
    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .isInstanceOf(
                        outcome.input() % 200 == 199
                            ? Outcome.Failure.class
                            : Outcome.Success.class));
  }

  @Test
  void workersThatAreKilledFromOutsideAreReplaced() {
    await().until(() -> pool.stats().idle() == 2);
    workers().forEach(ProcessHandle::destroyForcibly);
    await().until(() -> pool.stats().deaths().getOrDefault("SIGKILL", 0L) == 3);
  }

  @Test
  void aWorkerIsReplacedAfterItsTasks() {
    try (Pool few =
        ProcessPool.builder().workers(1).spares(0).maxTasksPerWorker(3).heap("64m").build()) {
      List<Long> pids =
          few.map(IntStream.range(0, 9).boxed().toList(), i -> ProcessHandle.current().pid())
              .map(outcome -> ((Outcome.Success<Integer, Long>) outcome).value())
              .toList();
      assertThat(pids).hasSize(9);
      assertThat(pids.stream().distinct()).hasSize(3);
      assertThat(pids.subList(0, 3).stream().distinct()).hasSize(1);
    }
  }

  @Test
  void aPoolWhoseWorkersCannotStartSaysWhy() {
    try (Pool broken = ProcessPool.builder().workers(1).jvmArgs("-XX:+NoSuchFlag").build()) {
      await().until(() -> broken.stats().circuitOpen());
      await()
          .untilAsserted(
              () -> {
                Throwable thrown = catchThrowable(() -> broken.submit(() -> 1));
                assertThat(thrown).isInstanceOf(TaskRejectedException.class);
                assertThat(((TaskRejectedException) thrown).reason())
                    .isEqualTo(TaskRejectedException.Reason.CIRCUIT_OPEN);
                assertThat(thrown).hasMessageContaining("NoSuchFlag");
              });
    }
  }

  @Test
  void aWorkerThatDoesNotStartWhatItWasSentLosesIt() throws Exception {
    await().until(() -> pool.stats().idle() + pool.stats().spares() == 3);
    for (ProcessHandle worker : workers()) {
      new ProcessBuilder("kill", "-STOP", "" + worker.pid()).start().waitFor();
    }
    assertThat(pool.submit(() -> 6).get()).isEqualTo(6);
  }
}
