package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskTimedOutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tasks that take longer than they may. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
interface TimeoutContract extends PoolContract {

  @Test
  default void anOverdueTaskFails() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = builder().workers(1).taskTimeout(Duration.ofMillis(300)).build()) {
      TaskFuture<?> future = pool.submit(PoolContract.sleeper(started, interrupted));
      Throwable cause = PoolContract.causeOf(future);
      assertThat(cause).isInstanceOf(TaskTimedOutException.class);
      assertThat(((TaskTimedOutException) cause).timeout()).isEqualTo(Duration.ofMillis(300));
      assertThat(((TaskTimedOutException) cause).execution().attempts()).isEqualTo(1);
      assertThat(((TaskTimedOutException) cause).execution().runTime())
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
      assertThat(future.execution().runTime()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
      TaskOptions patient = TaskOptions.defaults().withTimeout(Duration.ofMinutes(1));
      assertThat(pool.submit(() -> 1, patient).get()).isEqualTo(1);
      await().until(() -> pool.stats().failed() == 1);
    }
  }

  @Test
  default void aTasksOwnTimeOutHolds() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = builder().workers(1).taskTimeout(Duration.ofMinutes(1)).build()) {
      TaskFuture<?> overdue =
          pool.submit(
              PoolContract.sleeper(started, interrupted),
              TaskOptions.defaults().withTimeout(Duration.ofMillis(200)));
      assertThat(PoolContract.causeOf(overdue)).isInstanceOf(TaskTimedOutException.class);
      assertThat(pool.submit(() -> 2).get()).isEqualTo(2);
    }
  }

  @Test
  default void aBusyTaskPassesItsCpuTimeOut() throws Exception {
    Flag enough = flag("enough");
    try (Pool pool = builder().workers(1).taskCpuTimeout(Duration.ofMillis(300)).build()) {
      TaskFuture<?> future = pool.submit(PoolContract.deaf(enough));
      Throwable cause = PoolContract.causeOf(future);
      assertThat(cause)
          .isInstanceOf(TaskTimedOutException.class)
          .hasMessage("timed out after 300 ms of CPU time");
      assertThat(((TaskTimedOutException) cause).clock())
          .isEqualTo(TaskTimedOutException.Clock.CPU);
      assertThat(((TaskTimedOutException) cause).timeout()).isEqualTo(Duration.ofMillis(300));
      assertThat(future.execution().cpuTime()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    } finally {
      enough.raise();
    }
  }

  /** A wall time-out of the same length would strike it. */
  @Test
  default void aTaskThatWaitsDoesNotPassItsCpuTimeOut() throws Exception {
    TaskOptions options = TaskOptions.defaults().withCpuTimeout(Duration.ofMillis(150));
    try (Pool pool = pool(1)) {
      TaskFuture<String> future =
          pool.submit(
              () -> {
                Thread.sleep(900);
                return "slept";
              },
              options);
      assertThat(future.get()).isEqualTo("slept");
      assertThat(future.execution().runTime()).isGreaterThan(Duration.ofMillis(150));
    }
  }

  @Test
  default void theFirstOfTwoTimeOutsStrikes() throws Exception {
    Flag enough = flag("enough");
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    TaskOptions cpuFirst =
        TaskOptions.defaults()
            .withCpuTimeout(Duration.ofMillis(100))
            .withTimeout(Duration.ofMinutes(1));
    TaskOptions wallFirst =
        TaskOptions.defaults()
            .withCpuTimeout(Duration.ofMinutes(1))
            .withTimeout(Duration.ofMillis(200));
    try (Pool pool = pool(1)) {
      assertThat(PoolContract.causeOf(pool.submit(PoolContract.deaf(enough), cpuFirst)))
          .isInstanceOfSatisfying(
              TaskTimedOutException.class,
              e -> assertThat(e.clock()).isEqualTo(TaskTimedOutException.Clock.CPU));
      assertThat(
              PoolContract.causeOf(
                  pool.submit(PoolContract.sleeper(started, interrupted), wallFirst)))
          .isInstanceOfSatisfying(
              TaskTimedOutException.class,
              e -> assertThat(e.clock()).isEqualTo(TaskTimedOutException.Clock.WALL));
    } finally {
      enough.raise();
    }
  }

  @Test
  default void waitingForATurnDoesNotCount() throws Exception {
    try (Pool pool = builder().workers(1).taskTimeout(Duration.ofSeconds(2)).build()) {
      TaskFuture<?>[] futures = new TaskFuture<?>[8];
      for (int i = 0; i < futures.length; i++) {
        futures[i] =
            pool.submit(
                () -> {
                  Thread.sleep(300); // together longer than the time-out
                  return 0;
                });
      }
      for (TaskFuture<?> future : futures) {
        assertThat(future.get()).isEqualTo(0);
      }
    }
  }

  @Test
  default void aPoolSurvivesManyOverdueTasks() throws Exception {
    try (Pool pool = builder().workers(2).taskTimeout(Duration.ofMillis(100)).build()) {
      for (int i = 0; i < 6; i++) {
        Flag started = flag("started" + i);
        Flag interrupted = flag("interrupted" + i);
        TaskFuture<?> future = pool.submit(PoolContract.sleeper(started, interrupted));
        assertThat(PoolContract.causeOf(future)).isInstanceOf(TaskTimedOutException.class);
      }
      TaskFuture<Integer> last =
          pool.submit(() -> 1, TaskOptions.defaults().withTimeout(Duration.ofSeconds(30)));
      assertThat(last.get()).isEqualTo(1);
    }
  }

  @Test
  default void anEndlessLoopIsOverdueToo() throws Exception {
    Flag enough = flag("enough");
    try (Pool pool = pool(1)) {
      TaskFuture<?> future =
          pool.submit(
              PoolContract.deaf(enough),
              TaskOptions.defaults().withTimeout(Duration.ofMillis(200)));
      assertThat(PoolContract.causeOf(future)).isInstanceOf(TaskTimedOutException.class);
      assertThat(future.execution().attempts()).isEqualTo(1);
      assertThat(future.execution().worker()).isNotEmpty();
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    } finally {
      enough.raise();
    }
  }

  @Test
  default void aTaskThatNobodyWaitsForIsOverdueToo() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      pool.submit(() -> 0).get(); // a worker is there, and warm
      TaskFuture<?> future =
          pool.submit(
              PoolContract.sleeper(started, interrupted),
              TaskOptions.defaults().withTimeout(Duration.ofSeconds(2)));
      started.awaitUp();
      future.cancel(false);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }
}
