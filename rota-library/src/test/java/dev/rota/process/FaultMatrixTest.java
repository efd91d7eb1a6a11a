package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.MapOptions;
import dev.rota.NotShippableException;
import dev.rota.Outcome;
import dev.rota.RemoteTaskException;
import dev.rota.TaskOptions;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import dev.rota.process.Fault.Deed;
import dev.rota.process.Fault.Effect;
import dev.rota.process.Fault.Exit;
import dev.rota.process.Fault.Signal;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault at every point of a task's way through a worker: the task ends with the failure that
 * the fault has, the pool comes back to its full strength, and the next task succeeds. Some cells
 * say the same as their neighbours; they run in the long mode only.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class FaultMatrixTest {

  /** Where in a worker. */
  enum Point {
    /** What the task has captured is deserialized. */
    CAPTURED_IS_READ,
    /** A record is made that is the argument of a function. */
    ARGUMENT_IS_READ,
    IN_TASK,
    /** A record is asked for its components that is the result. */
    RESULT_IS_WRITTEN
  }

  private static final boolean LONG = Boolean.getBoolean("rota.long");
  private static final int STRENGTH = 3;

  private static ProcessPool pool; // of all cells: it has to bear them one after the other
  private long deathsBefore;

  static Stream<Arguments> cells() {
    return Stream.of(Point.values())
        .flatMap(
            point ->
                faults()
                    .filter(fault -> LONG || point == Point.IN_TASK || isOneOfItsKind(fault))
                    .map(fault -> Arguments.of(fault, point)));
  }

  private static Stream<Fault> faults() {
    List<Fault> faults = new ArrayList<>(List.of(Deed.values()));
    for (int status : new int[] {0, 1, 3, 7, 70, 137, 255}) {
      faults.add(new Exit(status, false));
      faults.add(new Exit(status, true));
    }
    Stream.of(Signal.CRASH_REPORT, Signal.DEADLY, Signal.HARMLESS, List.of("STOP"))
        .flatMap(List::stream)
        .forEach(name -> faults.add(new Signal(name)));
    return faults.stream();
  }

  private static boolean isOneOfItsKind(Fault fault) {
    return switch (fault) {
      case Deed deed -> true;
      case Exit(int status, boolean halts) -> status == (halts ? 3 : 0);
      case Signal(String name) -> List.of("SEGV", "KILL", "STOP").contains(name);
    };
  }

  private static ProcessPool pool() {
    if (pool == null) {
      pool =
          ProcessPool.builder()
              .workers(2)
              .heap("64m")
              .jvmArgs("-XX:MaxMetaspaceSize=48m")
              .restartIntensity(1000, Duration.ofSeconds(1))
              .build();
    }
    return pool;
  }

  @BeforeEach
  void wholePool() {
    awaitFullStrength();
    deathsBefore = deaths();
  }

  private static void awaitFullStrength() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> pool().stats().idle() + pool().stats().spares() == STRENGTH);
  }

  private static long deaths() {
    return pool().stats().deaths().values().stream().mapToLong(Long::longValue).sum();
  }

  @AfterEach
  void recovers() throws Exception {
    assertThat(pool().submit(() -> 5).get()).isEqualTo(5);
    awaitFullStrength();
  }

  @AfterAll
  static void endsClean() throws IOException {
    List<ProcessHandle> workers =
        ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    pool.close();
    pool = null;
    assertThat(workers).noneMatch(ProcessHandle::isAlive);
    assertThat(files(Path.of("/dev/shm"), "rota-")).isEmpty();
    for (Path report : files(Path.of(System.getProperty("java.io.tmpdir")), "rota-hs_err-")) {
      Files.delete(report);
    }
  }

  private static List<Path> files(Path folder, String prefix) throws IOException {
    String ours = prefix + ProcessHandle.current().pid() + "-";
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(ours)).toList();
    }
  }

  record Captured(Fault fault) implements Serializable {
    private Object readResolve() {
      fault.strikeInWorker();
      return this;
    }
  }

  record Argument(Fault fault) {
    Argument {
      fault.strikeInWorker();
    }
  }

  record Returned(Fault fault) {
    @Override
    public Fault fault() {
      fault.strikeInWorker();
      return fault;
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cells")
  void isAFailureOfItsTaskOnly(Fault fault, Point point) throws Exception {
    Throwable failure = strike(fault, point);
    expect(fault, point == Point.IN_TASK, failure);
    if (fault.effect() != Effect.NONE && fault.effect() != Effect.THROW) {
      await().until(() -> deaths() > deathsBefore);
    }
    if (fault.death() != null && fault.effect() == Effect.CRASH) {
      assertThat(pool().stats().deaths()).containsKey(fault.death());
    }
  }

  /** Has it happen; null if the task returned. */
  private static Throwable strike(Fault fault, Point point) throws Exception {
    return switch (point) {
      case CAPTURED_IS_READ -> {
        Captured captured = new Captured(fault);
        yield causeOf(() -> pool().submit(() -> captured.hashCode(), limit(fault)).get());
      }
      case ARGUMENT_IS_READ -> argument(fault);
      case IN_TASK ->
          causeOf(
              () ->
                  pool()
                      .submit(
                          () -> {
                            fault.strike();
                            return 0;
                          },
                          limit(fault))
                      .get());
      case RESULT_IS_WRITTEN ->
          causeOf(() -> pool().submit(() -> new Returned(fault), limit(fault)).get());
    };
  }

  private static TaskOptions limit(Fault fault) {
    return fault.effect() == Effect.HANG
        ? TaskOptions.defaults().withTimeout(Duration.ofMillis(400))
        : TaskOptions.defaults();
  }

  private static Throwable argument(Fault fault) {
    MapOptions options = MapOptions.defaults().withTask(limit(fault));
    var outcomes = pool().map(List.of(new Argument(fault)), it -> 1, options);
    return switch (outcomes.findFirst().orElseThrow()) {
      case Outcome.Success<Argument, Integer> _ -> null;
      case Outcome.Failure<Argument, Integer> it -> it.failure().asException();
    };
  }

  private static Throwable causeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable get) {
    Throwable thrown = catchThrowable(get);
    assertThat(thrown == null || thrown instanceof ExecutionException).isTrue();
    return thrown == null ? null : thrown.getCause();
  }

  static void expect(Fault fault, boolean inTask, Throwable failure) {
    switch (fault.effect()) {
      case NONE -> assertThat(failure).isNull();
      case CRASH -> assertThat(failure).isInstanceOf(WorkerCrashedException.class);
      case OUT_OF_MEMORY -> assertThat(failure).isInstanceOf(TaskOutOfMemoryException.class);
      case HANG -> assertThat(failure).isInstanceOf(TaskTimedOutException.class);
      case THROW, THROW_AND_RECYCLE ->
          assertThat(failure)
              .isInstanceOf(inTask ? RemoteTaskException.class : NotShippableException.class);
    }
    if (fault instanceof Exit(int status, boolean _)) {
      assertThat(((WorkerCrashedException) failure).exitStatus()).isEqualTo(status);
    }
  }
}
