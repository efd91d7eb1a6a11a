package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Attempt;
import dev.rota.Execution;
import dev.rota.NotShippableException;
import dev.rota.RemoteTaskException;
import dev.rota.Task;
import dev.rota.TaskFailure;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import dev.rota.contract.PoolContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What failures of real workers know of how the task was run. */
@Timeout(60)
@SuppressWarnings("restricted") // a native crash is one of the cases
class ExecutionTest {

  private static final long A_JVM = 20 << 20;

  private final ProcessPool pool = ProcessPool.builder().workers(1).spares(1).heap("64m").build();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    pool.close();
  }

  private static TaskFailure failureOf(TaskFuture<?> future) {
    return (TaskFailure) PoolContract.causeOf(future);
  }

  private static int spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aTimeOutTellsTimesAndMemory() {
    TaskOptions options = TaskOptions.defaults().withTimeout(Duration.ofMillis(400));
    TaskFuture<Integer> future = pool.submit(() -> spin(), options);
    TaskFailure failure = failureOf(future);
    Execution execution = failure.execution();
    assertThat(failure).isInstanceOf(TaskTimedOutException.class);
    assertThat(execution).isEqualTo(future.execution());
    assertThat(execution.worker()).startsWith("rota-worker-");
    assertThat(execution.attempts()).isEqualTo(1);
    assertThat(execution.runTime()).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    assertThat(execution.cpuTime()).isPositive().isLessThanOrEqualTo(execution.runTime());
    assertThat(execution.peakMemory()).isGreaterThan(A_JVM);
    assertThat(execution.history()).isEmpty();
    assertThat(failure.toString())
        .matches(
            ".*TaskTimedOutException: timed out after 400 ms"
                + " \\[rota-worker-\\d, attempt 1: \\d+ ms, CPU \\d+ ms, peak memory \\d+ MiB\\]");
  }

  @Test
  void theHistoryTellsOfTheAttemptsBefore() {
    String starts = folder.resolve("starts").toString();
    Task<Integer> task =
        () -> {
          Files.writeString(
              Path.of(starts), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          return switch ((int) Files.size(Path.of(starts))) {
            case 1 -> {
              Runtime.getRuntime().halt(7);
              yield 0;
            }
            case 2 -> spin();
            default -> throw new IllegalStateException("third time");
          };
        };
    TaskOptions options = TaskOptions.defaults().withRetries(5).withTimeout(Duration.ofSeconds(2));
    TaskFailure failure = failureOf(pool.submit(task, options));
    assertThat(failure).isInstanceOf(RemoteTaskException.class);
    assertThat(failure.execution().attempts()).isEqualTo(3);
    assertThat(failure.execution().history())
        .extracting(Attempt::end)
        .containsExactly("the worker exited with status 7", "timed out after 2000 ms");
    assertThat(failure.execution().history())
        .extracting(Attempt::worker)
        .doesNotContain(failure.execution().worker())
        .doesNotHaveDuplicates();
    assertThat(failure.execution().history().getLast().peakMemory()).isGreaterThan(A_JVM);
    assertThat(failure.toString()).endsWith("; before: timed out after 2000 ms]");
  }

  @Test
  void theHistoryKeepsTheLatest() {
    ProcessTask<?> task = (ProcessTask<?>) pool.submit(() -> spin());
    task.cancel(true);
    for (int i = 0; i < 20; i++) {
      task.ran(0, i, 0, 0);
      task.mayRunAgain("x".repeat(i * 100));
    }
    assertThat(task.execution().runTime()).isEqualTo(Duration.ofNanos(19));
    assertThat(task.execution().history()).hasSize(Execution.MAX_HISTORY);
    assertThat(task.execution().history().getFirst().runTime()).isEqualTo(Duration.ofNanos(3));
    assertThat(task.execution().history().getLast().runTime()).isEqualTo(Duration.ofNanos(18));
    assertThat(task.execution().history().getLast().end()).hasSizeLessThan(300);
  }

  @Test
  void aNativeCrashTellsItsPeakMemory() throws Exception {
    TaskFailure failure =
        failureOf(
            pool.submit(
                () -> MemorySegment.ofAddress(8).reinterpret(8).get(ValueLayout.JAVA_LONG, 0)));
    Files.delete(((WorkerCrashedException) failure).errorFile().orElseThrow());
    assertThat(failure.execution().peakMemory()).isGreaterThan(A_JVM);
  }

  @Test
  void exhaustedDirectMemoryTellsItsPeak() {
    Task<Integer> hog =
        () -> {
          while (true) {
            java.nio.ByteBuffer.allocateDirect(1 << 30);
          }
        };
    TaskFailure failure = failureOf(pool.submit(hog));
    assertThat(failure).isInstanceOf(TaskOutOfMemoryException.class);
    assertThat(failure.execution().peakMemory()).isGreaterThan(A_JVM);
  }

  @Test
  void aResultThatCannotTravelTellsHowItCameAbout() {
    TaskFailure failure = failureOf(pool.submit(() -> new Thread()));
    assertThat(failure).isInstanceOf(NotShippableException.class);
    assertThat(failure.execution().attempts()).isEqualTo(1);
  }

  @Test
  void whatAFailureKnowsTravels() throws Exception {
    TaskFailure failure = failureOf(pool.submit(() -> Runtime.getRuntime().halt(3)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(failure);
    Object back = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(((TaskFailure) back).execution()).isEqualTo(failure.execution());
  }
}
