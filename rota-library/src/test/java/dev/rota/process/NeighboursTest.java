package dev.rota.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.RemoteTaskException;
import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import dev.rota.WorkerLostException;
import dev.rota.contract.Flag;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a task does to the others that run in the same worker. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
@SuppressWarnings({"restricted", "ModifiedButNotUsed", "InfiniteRecursion"}) // they are the cases
class NeighboursTest {

  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final TaskOptions IDEMPOTENT = TaskOptions.defaults().withIdempotence();
  private static final TaskOptions HALF_A_SECOND =
      TaskOptions.defaults().withTimeout(Duration.ofMillis(500));

  @TempDir private Path folder;

  private static ProcessPoolBuilder builder() {
    return ProcessPool.builder().workers(1).threadsPerWorker(3).spares(1).heap("64m");
  }

  private static Throwable causeOf(TaskFuture<?> future) {
    Throwable thrown = catchThrowable(future::get);
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }

  private Flag flag(String name) {
    return new Flag(folder.resolve(name).toString());
  }

  /** A task that says that it runs, and returns its process once it may. */
  private static Task<Long> waiting(Flag started, Flag open) {
    return () -> {
      started.raise();
      open.block();
      return ProcessHandle.current().pid();
    };
  }

  /** A task that waits until others run, and then does something to its process. */
  private static <T> Task<T> after(Flag started, long others, Task<T> deed) {
    return () -> {
      while (started.count() < others) {
        Thread.sleep(2);
      }
      return deed.call();
    };
  }

  private static int forEver(int depth) {
    return forEver(depth + 1) + 1;
  }

  private static int spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  private static void awaitCount(Flag started, int count) {
    await().until(() -> started.count() == count);
  }

  @Test
  void theOverdueOneFailsAtOnceAndTheOthersFinish() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (ProcessPool pool = builder().neighbourGrace(AN_HOUR).build()) {
      TaskFuture<Long> one = pool.submit(waiting(started, open));
      TaskFuture<Long> two = pool.submit(waiting(started, open));
      TaskFuture<Integer> overdue =
          pool.submit(after(started, 2, NeighboursTest::spin), HALF_A_SECOND);
      assertThat(causeOf(overdue)).isInstanceOf(TaskTimedOutException.class);
      assertThat(one).isNotDone();
      assertThat(two).isNotDone();
      open.raise();
      assertThat(one.get()).isEqualTo(two.get());
      await().until(() -> pool.stats().deaths().containsKey("timed out"));
      assertThat(one.execution().attempts()).isEqualTo(1);
    }
  }

  @Test
  void meanwhileTheWorkerGetsNoMoreAndThePoolIsAtFullStrength() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (ProcessPool pool = builder().neighbourGrace(AN_HOUR).build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, open));
      TaskFuture<Integer> overdue =
          pool.submit(after(started, 1, NeighboursTest::spin), HALF_A_SECOND);
      assertThat(causeOf(overdue)).isInstanceOf(TaskTimedOutException.class);
      List<TaskFuture<Long>> others = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        others.add(pool.submit(() -> ProcessHandle.current().pid()));
      }
      List<Long> pids = new ArrayList<>();
      for (TaskFuture<Long> other : others) {
        pids.add(other.get());
      }
      assertThat(neighbour).isNotDone();
      open.raise();
      assertThat(pids).doesNotContain(neighbour.get());
    }
  }

  @Test
  void whoIsNotReadyIsLostAndRunsAgainOnlyIfItMay() throws Exception {
    Flag started = flag("started");
    Flag again = flag("again");
    Flag never = flag("never");
    try (ProcessPool pool = builder().neighbourGrace(Duration.ofMillis(100)).build()) {
      TaskFuture<Long> lost = pool.submit(waiting(started, never));
      TaskFuture<String> idempotent =
          pool.submit(
              () -> {
                again.raise();
                if (again.count() == 1) {
                  never.block();
                }
                return "again";
              },
              IDEMPOTENT);
      awaitCount(again, 1);
      TaskFuture<Integer> overdue =
          pool.submit(after(started, 1, NeighboursTest::spin), HALF_A_SECOND);
      assertThat(causeOf(overdue)).isInstanceOf(TaskTimedOutException.class);
      assertThat(causeOf(lost))
          .isInstanceOf(WorkerLostException.class)
          .hasMessageContaining("timed out");
      assertThat(lost.execution().attempts()).isZero();
      assertThat(idempotent.get()).isEqualTo("again");
      assertThat(idempotent.execution().attempts()).isEqualTo(1);
      assertThat(again.count()).isEqualTo(2);
      assertThat(started.count()).isEqualTo(1);
    }
  }

  @Test
  void ifTheOverdueOneHeedsItsInterruptionTheOthersHaveAllTheTimeTheyNeed() throws Exception {
    Flag started = flag("started");
    Duration longer = Duration.ofMillis(3_500);
    try (ProcessPool pool = builder().neighbourGrace(Duration.ofSeconds(1)).build()) {
      TaskFuture<String> neighbour =
          pool.submit(
              () -> {
                started.raise();
                Thread.sleep(longer);
                return "in peace";
              });
      Task<Integer> sleeps =
          () -> {
            Thread.sleep(60_000);
            return 0;
          };
      TaskFuture<Integer> overdue = pool.submit(after(started, 1, sleeps), HALF_A_SECOND);
      assertThat(causeOf(overdue)).isInstanceOf(TaskTimedOutException.class);
      assertThat(neighbour.get()).isEqualTo("in peace");
      await().until(() -> pool.stats().deaths().containsKey("timed out"));
    }
  }

  @Test
  void whoEndsTheWorkerAfterThatIsChargedWithIt() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    Flag never = flag("never");
    try (ProcessPool pool = builder().neighbourGrace(AN_HOUR).build()) {
      TaskFuture<Integer> exits =
          pool.submit(
              () -> {
                started.raise();
                open.block();
                System.exit(7);
                return 0;
              },
              IDEMPOTENT);
      awaitCount(started, 1);
      TaskFuture<Long> overdue = pool.submit(waiting(started, never), HALF_A_SECOND);
      assertThat(causeOf(overdue)).isInstanceOf(TaskTimedOutException.class);
      WorkerLink link = pool.locked(() -> requireNonNull(((ProcessTask<?>) exits).link));
      await().until(() -> pool.locked(() -> requireNonNull(link.farewell).isNeedless()));
      open.raise();
      assertThat(causeOf(exits))
          .isInstanceOf(WorkerCrashedException.class)
          .hasMessage("the worker exited with status 7");
      assertThat(exits.execution().attempts()).isEqualTo(1);
      assertThat(pool.stats().deaths()).containsExactly(Map.entry("exit 7", 1L));
    }
  }

  @Test
  void anotherCanBeOverdueMeanwhile() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (ProcessPool pool = builder().neighbourGrace(AN_HOUR).build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, open));
      TaskFuture<Integer> first =
          pool.submit(after(started, 1, NeighboursTest::spin), HALF_A_SECOND);
      TaskFuture<Integer> second =
          pool.submit(
              after(started, 1, NeighboursTest::spin),
              TaskOptions.defaults().withTimeout(Duration.ofSeconds(1)));
      assertThat(causeOf(first)).isInstanceOf(TaskTimedOutException.class);
      assertThat(causeOf(second)).isInstanceOf(TaskTimedOutException.class);
      assertThat(neighbour).isNotDone();
      open.raise();
      assertThat(neighbour.get()).isPositive();
      await().until(() -> pool.stats().deaths().equals(Map.of("timed out", 1L)));
    }
  }

  @Test
  void aCancelledOneThatDoesNotEndLetsTheOthersFinish() throws Exception {
    Flag started = flag("started");
    Flag deaf = flag("deaf");
    Flag open = flag("open");
    try (ProcessPool pool =
        builder().cancelGrace(Duration.ofMillis(50)).neighbourGrace(AN_HOUR).build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, open));
      TaskFuture<Integer> cancelled =
          pool.submit(
              () -> {
                deaf.raise();
                return spin();
              });
      awaitCount(started, 1);
      awaitCount(deaf, 1);
      long condemned = pool.submit(() -> ProcessHandle.current().pid()).get();
      assertThat(cancelled.cancel(true)).isTrue();
      await().until(() -> pool.submit(() -> ProcessHandle.current().pid()).get() != condemned);
      assertThat(neighbour).isNotDone();
      open.raise();
      assertThat(neighbour.get()).isEqualTo(condemned);
      await().until(() -> pool.stats().deaths().containsKey("cancelled"));
    }
  }

  @Test
  void aNativeCrashIsChargedToTheOneThatTheReportNames() throws IOException {
    Flag started = flag("started");
    Flag never = flag("never");
    try (ProcessPool pool = builder().build()) {
      TaskFuture<Long> one = pool.submit(waiting(started, never));
      TaskFuture<Long> two = pool.submit(waiting(started, never));
      TaskFuture<Long> crash =
          pool.submit(
              after(
                  started,
                  2,
                  () -> MemorySegment.ofAddress(8).reinterpret(8).get(ValueLayout.JAVA_LONG, 0)));
      Throwable cause = causeOf(crash);
      assertThat(cause).isInstanceOf(WorkerCrashedException.class).hasMessageContaining("SIGSEGV");
      assertThat(crash.execution().attempts()).isEqualTo(1);
      for (TaskFuture<Long> neighbour : List.of(one, two)) {
        assertThat(causeOf(neighbour))
            .isInstanceOf(WorkerLostException.class)
            .hasMessageContaining("SIGSEGV");
        assertThat(neighbour.execution().attempts()).isZero();
      }
      Files.delete(((WorkerCrashedException) cause).errorFile().orElseThrow());
    }
  }

  @Test
  void anExitIsChargedToTheOneThatCalledIt() {
    Flag started = flag("started");
    Flag never = flag("never");
    try (ProcessPool pool = builder().build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, never));
      TaskFuture<Integer> exit =
          pool.submit(
              after(
                  started,
                  1,
                  () -> {
                    System.exit(42);
                    return 0;
                  }));
      assertThat(causeOf(exit))
          .isInstanceOf(WorkerCrashedException.class)
          .hasMessage("the worker exited with status 42");
      assertThat(causeOf(neighbour)).isInstanceOf(WorkerLostException.class);
    }
  }

  @Test
  void aDeathThatTellsNothingIsChargedToAll() throws Exception {
    Flag started = flag("started");
    Flag never = flag("never");
    try (ProcessPool pool = builder().build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, never), IDEMPOTENT);
      TaskFuture<Integer> retried =
          pool.submit(
              after(
                  started,
                  1,
                  () -> {
                    if (started.count() == 1) {
                      started.raise();
                      Runtime.getRuntime().halt(42);
                    }
                    return 0;
                  }),
              TaskOptions.defaults().withRetries(1));
      assertThat(causeOf(neighbour))
          .isInstanceOf(WorkerCrashedException.class)
          .hasMessageContaining("status 42")
          .hasMessageContaining("2 tasks ran there");
      assertThat(retried.get()).isZero();
      assertThat(retried.execution().attempts()).isEqualTo(2);
    }
  }

  @Test
  void exhaustedMemoryIsChargedToAll() {
    Flag started = flag("started");
    Flag never = flag("never");
    try (ProcessPool pool = builder().build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, never));
      Task<Integer> hog =
          () -> {
            List<long[]> hoard = new ArrayList<>();
            while (true) {
              hoard.add(new long[100_000]);
            }
          };
      TaskFuture<Integer> hungry = pool.submit(after(started, 1, hog));
      for (TaskFuture<?> future : List.of(neighbour, hungry)) {
        assertThat(causeOf(future))
            .isInstanceOf(TaskOutOfMemoryException.class)
            .hasMessageContaining("Java heap space")
            .hasMessageContaining("2 tasks ran there");
      }
      assertThat(causeOf(neighbour)).isNotSameAs(causeOf(hungry)); // each says how its task ran
    }
  }

  @Test
  void whatPassesTheMemoryLimitIsChargedToAll() {
    Flag started = flag("started");
    Flag never = flag("never");
    try (ProcessPool pool = builder().memory("300m").build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, never));
      Task<Integer> hog =
          () -> {
            List<MemorySegment> hoard = new ArrayList<>();
            while (true) {
              hoard.add(Arena.global().allocate(1 << 22).fill((byte) 1));
              Thread.sleep(5);
            }
          };
      TaskFuture<Integer> hungry = pool.submit(after(started, 1, hog));
      for (TaskFuture<?> future : List.of(neighbour, hungry)) {
        assertThat(causeOf(future))
            .isInstanceOf(TaskOutOfMemoryException.class)
            .hasMessageContaining("passed its limit")
            .hasMessageContaining("2 tasks ran there");
      }
      assertThat(causeOf(neighbour)).isNotSameAs(causeOf(hungry)); // each says how its task ran
    }
  }

  @Test
  void whatTheWorkerTakesWhileItIsToGoForAnotherIsNoFaultOfTheOthers() {
    Flag started = flag("started");
    Flag never = flag("never");
    try (ProcessPool pool = builder().memory("300m").neighbourGrace(AN_HOUR).build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, never));
      Task<Integer> deafHog =
          () -> {
            while (!Thread.interrupted()) {
              Thread.onSpinWait();
            }
            List<MemorySegment> hoard = new ArrayList<>();
            while (true) {
              hoard.add(Arena.global().allocate(1 << 22).fill((byte) 1));
            }
          };
      TaskFuture<Integer> overdue = pool.submit(after(started, 1, deafHog), HALF_A_SECOND);
      assertThat(causeOf(overdue)).isInstanceOf(TaskTimedOutException.class);
      assertThat(causeOf(neighbour))
          .isInstanceOf(WorkerLostException.class)
          .hasMessageContaining("timed out");
      assertThat(neighbour.execution().attempts()).isZero();
    }
  }

  @Test
  void afterAStackOverflowTheWorkerGoesWhenItsTasksAreDone() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (ProcessPool pool = builder().build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, open));
      TaskFuture<Integer> overflow = pool.submit(after(started, 1, () -> forEver(0)));
      assertThat(causeOf(overflow)).isInstanceOf(RemoteTaskException.class);
      long other = pool.submit(() -> ProcessHandle.current().pid()).get();
      assertThat(neighbour).isNotDone();
      open.raise();
      assertThat(neighbour.get()).isNotEqualTo(other);
      await().until(() -> pool.stats().deaths().containsKey("recycled"));
    }
  }

  @Test
  void shutdownNowEndsAll() throws Exception {
    Flag started = flag("started");
    Flag never = flag("never");
    ProcessPool pool = builder().neighbourGrace(AN_HOUR).build();
    TaskFuture<Long> neighbour = pool.submit(waiting(started, never));
    TaskFuture<Integer> overdue =
        pool.submit(after(started, 1, NeighboursTest::spin), HALF_A_SECOND);
    assertThat(causeOf(overdue)).isInstanceOf(TaskTimedOutException.class);
    assertThat(pool.shutdownNow()).isEmpty();
    assertThat(neighbour).isCancelled();
    pool.close();
    assertThat(pool.isTerminated()).isTrue();
  }
}
