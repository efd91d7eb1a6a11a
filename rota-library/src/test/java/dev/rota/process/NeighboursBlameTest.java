package dev.rota.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of the tasks in a worker are charged with its death. */
@SuppressWarnings({"restricted", "ModifiedButNotUsed"}) // they are the cases
class NeighboursBlameTest extends Neighbours {

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
      bothAreCharged(neighbour, hungry, "Java heap space");
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
      bothAreCharged(neighbour, hungry, "passed its limit");
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

  private static void bothAreCharged(TaskFuture<?> one, TaskFuture<?> other, String with) {
    for (TaskFuture<?> future : List.of(one, other)) {
      assertThat(causeOf(future))
          .isInstanceOf(TaskOutOfMemoryException.class)
          .hasMessageContaining(with)
          .hasMessageContaining("2 tasks ran there");
    }
    assertThat(causeOf(one)).isNotSameAs(causeOf(other)); // each says how its task ran
  }
}
