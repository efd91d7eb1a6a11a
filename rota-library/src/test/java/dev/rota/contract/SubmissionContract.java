package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import dev.rota.Execution;
import dev.rota.Pool;
import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.VoidTask;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future.State;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every form of submission, and the results. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
interface SubmissionContract extends PoolContract {

  record Point(int x, String name) implements Serializable {}

  @Test
  default void aTaskReturnsItsResult() throws Exception {
    try (Pool pool = pool(2)) {
      TaskFuture<Point> future = pool.submit(() -> new Point(3, "three"));
      assertThat(future.get()).isEqualTo(new Point(3, "three"));
      assertThat(future.get(1, TimeUnit.SECONDS)).isEqualTo(future.join());
      assertThat(future.resultNow()).isEqualTo(future.getNow(null));
      assertThat(future.state()).isEqualTo(State.SUCCESS);
      assertThat(future).isDone().isNotCancelled();
    }
  }

  @Test
  default void nullIsAResult() throws Exception {
    try (Pool pool = pool(1)) {
      assertThat(pool.submit(() -> (String) null).get()).isNull();
    }
  }

  @Test
  default void everyFormOfSubmissionRuns() throws Exception {
    Flag flag = flag("ran");
    Task<Integer> task = () -> 1;
    VoidTask action = flag::raise;
    Callable<Integer> callable = (Callable<Integer> & Serializable) () -> 2;
    Runnable runnable = (Runnable & Serializable) flag::raise;
    try (Pool pool = pool(2)) {
      assertThat(pool.submit(task).get()).isEqualTo(1);
      assertThat(pool.submit(task, TaskOptions.named("one")).get()).isEqualTo(1);
      assertThat(pool.submit(callable).get()).isEqualTo(2);
      assertThat(pool.submit(action).get()).isNull();
      assertThat(pool.submit(action, TaskOptions.named("raise")).get()).isNull();
      assertThat(pool.submit(runnable).get()).isNull();
      assertThat(pool.submit(runnable, "done").get()).isEqualTo("done");
      pool.execute(runnable);
    }
    assertThat(flag.count()).isEqualTo(5);
  }

  @Test
  default void aLambdaWithoutResultIsATaskToo() throws Exception {
    Flag flag = flag("ran");
    try (Pool pool = pool(1)) {
      pool.submit(() -> flag.raise()).get();
    }
    assertThat(flag.isUp()).isTrue();
  }

  @Test
  default void oneWorkerRunsTasksInTheirOrder() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = oneTaskEach(1).build()) {
      TaskFuture<?> gate = pool.submit(PoolContract.gate(started, open));
      List<TaskFuture<Long>> stamps = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        stamps.add(pool.submit(() -> System.nanoTime()));
      }
      open.raise();
      gate.get();
      assertThat(stamps.stream().map(TaskFuture::join)).isSorted();
    }
  }

  @Test
  default void workersRunSideBySide() throws Exception {
    Flag one = flag("one");
    Flag two = flag("two");
    try (Pool pool = pool(2)) {
      TaskFuture<?> first = pool.submit(PoolContract.gate(one, two));
      TaskFuture<?> second = pool.submit(PoolContract.gate(two, one));
      assertThat(first.get()).isEqualTo(second.get());
    }
  }

  @Test
  default void manyQuickTasksFlowThrough() {
    try (Pool pool = pool(2)) {
      List<TaskFuture<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        int number = i;
        futures.add(pool.submit(() -> number));
      }
      assertThat(futures.stream().map(TaskFuture::join))
          .containsExactlyElementsOf(IntStream.range(0, 20_000).boxed().toList());
      await().until(() -> pool.stats().succeeded() == 20_000);
      await().until(() -> pool.stats().queued() == 0);
    }
  }

  @Test
  default void manyThreadsSubmitAtOnce() throws Exception {
    int threads = 8;
    int each = 500;
    Flag runs = flag("runs");
    try (Pool pool = pool(2)) {
      List<Thread> submitters = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        submitters.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      List<TaskFuture<?>> futures = new ArrayList<>();
                      for (int k = 0; k < each; k++) {
                        futures.add(pool.submit(() -> runs.raise()));
                      }
                      futures.forEach(TaskFuture::join);
                    }));
      }
      for (Thread submitter : submitters) {
        submitter.join();
      }
    }
    assertThat(runs.count()).isEqualTo((long) threads * each);
  }

  @Test
  default void anExecutionTellsHowTheTaskRan() throws Exception {
    try (Pool pool = pool(1)) {
      TaskFuture<Long> future =
          pool.submit(
              () -> {
                Thread.sleep(20);
                return 0L;
              });
      future.get();
      Execution execution = future.execution();
      assertThat(execution.worker()).isNotEmpty();
      assertThat(execution.attempts()).isEqualTo(1);
      assertThat(execution.runTime()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
      assertThat(execution.queueTime()).isPositive();
    }
  }

  @Test
  default void nothingIsNoTask() {
    try (Pool pool = pool(1)) {
      assertThatNullPointerException().isThrownBy(() -> pool.submit((Task<?>) null));
      assertThatNullPointerException().isThrownBy(() -> pool.submit((Runnable) null));
      assertThatNullPointerException().isThrownBy(() -> pool.submit((Callable<?>) null));
      assertThatNullPointerException().isThrownBy(() -> pool.execute(null));
      assertThatNullPointerException().isThrownBy(() -> pool.submit(() -> 1, null));
    }
  }
}
