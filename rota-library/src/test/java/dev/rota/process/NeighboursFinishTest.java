package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.RemoteTaskException;
import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerLostException;
import dev.rota.contract.Flag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the others in a worker that goes because of one of its tasks. */
class NeighboursFinishTest extends Neighbours {

  @Test
  void theOverdueOneFailsAtOnceAndTheOthersFinish() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (ProcessPool pool = builder().neighbourGrace(AN_HOUR).build()) {
      TaskFuture<Long> one = pool.submit(waiting(started, open));
      TaskFuture<Long> two = pool.submit(waiting(started, open));
      TaskFuture<Integer> overdue = pool.submit(after(started, 2, Neighbours::spin), HALF_A_SECOND);
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
      TaskFuture<Integer> overdue = pool.submit(after(started, 1, Neighbours::spin), HALF_A_SECOND);
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
      TaskFuture<Integer> overdue = pool.submit(after(started, 1, Neighbours::spin), HALF_A_SECOND);
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
  void anotherCanBeOverdueMeanwhile() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (ProcessPool pool = builder().neighbourGrace(AN_HOUR).build()) {
      TaskFuture<Long> neighbour = pool.submit(waiting(started, open));
      TaskFuture<Integer> first = pool.submit(after(started, 1, Neighbours::spin), HALF_A_SECOND);
      TaskFuture<Integer> second =
          pool.submit(
              after(started, 1, Neighbours::spin),
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
    TaskFuture<Integer> overdue = pool.submit(after(started, 1, Neighbours::spin), HALF_A_SECOND);
    assertThat(causeOf(overdue)).isInstanceOf(TaskTimedOutException.class);
    assertThat(pool.shutdownNow()).isEmpty();
    assertThat(neighbour).isCancelled();
    pool.close();
    assertThat(pool.isTerminated()).isTrue();
  }
}
