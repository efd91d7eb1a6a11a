package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Pool;
import dev.rota.TaskFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Dependent stages. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
interface StageContract extends PoolContract {

  @Test
  default void stagesSeeTheResult() throws Exception {
    try (Pool pool = pool(1)) {
      TaskFuture<Integer> future = pool.submit(() -> 20);
      TaskFuture<Integer> other = pool.submit(() -> 22);
      assertThat(future.thenCombine(other, Integer::sum).get()).isEqualTo(42);
      assertThat(future.thenCompose(x -> other).get()).isEqualTo(22);
      assertThat(future.handle((x, failure) -> failure == null).get()).isTrue();
      CompletableFuture.allOf(future, other).get();
      assertThat(CompletableFuture.anyOf(future).get()).isEqualTo(20);
    }
  }

  @Test
  default void stagesSeeTheFailure() throws Exception {
    try (Pool pool = pool(1)) {
      TaskFuture<Integer> future =
          pool.submit(
              () -> {
                throw new IllegalStateException("no");
              });
      assertThat(future.exceptionally(failure -> failure.toString().contains("no") ? 7 : 8).get())
          .isEqualTo(7);
      assertThat(future.handle((x, failure) -> failure != null).get()).isTrue();
    }
  }

  @Test
  default void stagesRunOnVirtualThreadsEachItsOwn() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = pool(1)) {
      TaskFuture<String> future = pool.submit(PoolContract.gate(started, open));
      CompletableFuture<Boolean> direct = future.thenApply(x -> Thread.currentThread().isVirtual());
      CompletableFuture<Boolean> behindAll =
          CompletableFuture.allOf(future).thenApply(x -> Thread.currentThread().isVirtual());
      started.awaitUp();
      open.raise();
      assertThat(direct.get()).isTrue();
      assertThat(behindAll.get()).isTrue();
    }
  }

  @Test
  default void aStageThatBlocksHoldsUpNobody() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    CountDownLatch release = new CountDownLatch(1);
    try (Pool pool = pool(1)) {
      TaskFuture<String> future = pool.submit(PoolContract.gate(started, open));
      CompletableFuture<Void> blocked =
          future.thenRun(
              () -> {
                try {
                  release.await();
                } catch (InterruptedException e) {
                  throw new CompletionException(e);
                }
              });
      started.awaitUp();
      open.raise();
      assertThat(pool.submit(() -> 1).thenApply(x -> x + 1).get()).isEqualTo(2);
      assertThat(blocked).isNotDone();
      release.countDown();
      blocked.get();
    }
  }

  @Test
  default void theStageExecutorCanBeSet() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool =
        builder()
            .workers(1)
            .stageExecutor(stage -> Thread.ofPlatform().name("my-stage").start(stage))
            .build()) {
      CompletableFuture<String> name =
          pool.submit(PoolContract.gate(started, open))
              .thenApply(x -> Thread.currentThread().getName());
      open.raise();
      assertThat(name.get()).isEqualTo("my-stage");
    }
  }

  @Test
  default void aFutureCanBeGivenATimeOutFromOutside() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      TaskFuture<String> future = pool.submit(PoolContract.sleeper(started, interrupted));
      started.awaitUp();
      future.orTimeout(10, TimeUnit.MILLISECONDS);
      assertThat(PoolContract.causeOf(future)).isInstanceOf(TimeoutException.class);
      interrupted.awaitUp();
      TaskFuture<String> second =
          pool.submit(PoolContract.sleeper(flag("started2"), flag("interrupted2")));
      assertThat(second.completeOnTimeout("late", 10, TimeUnit.MILLISECONDS).get())
          .isEqualTo("late");
    }
  }

  @Test
  default void aStageExecutorThatFailsHarmsNeitherStagesNorPool() throws Exception {
    try (Pool pool =
        builder()
            .workers(1)
            .stageExecutor(
                stage -> {
                  throw new AssertionError("no stage today");
                })
            .build()) {
      for (int i = 0; i < 3; i++) {
        assertThat(pool.submit(() -> 1).thenApply(x -> x + 1).get()).isEqualTo(2);
      }
    }
  }

  /** Each way to depend on a future, put to the test while the future ends. */
  @Test
  default void noStageIsMissedWhileFuturesEnd() throws Exception {
    List<Function<TaskFuture<Integer>, CompletionStage<?>>> ways =
        List.of(
            future -> future.thenApply(x -> x),
            future -> future.copy(),
            future -> future.minimalCompletionStage().thenApply(x -> x),
            future -> CompletableFuture.allOf(future, CompletableFuture.completedFuture(1)),
            future -> CompletableFuture.anyOf(new CompletableFuture<Integer>(), future),
            future -> CompletableFuture.completedFuture(1).thenCombine(future, Integer::sum),
            future -> new CompletableFuture<Integer>().applyToEither(future, x -> x),
            future -> CompletableFuture.completedFuture(1).thenCompose(x -> future),
            future -> future.orTimeout(1, TimeUnit.HOURS));
    try (Pool pool = pool(1)) {
      List<CompletionStage<?>> stages = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        TaskFuture<Integer> future = pool.submit(() -> 1);
        for (int wait = i % 300; wait > 0 && !future.isDone(); wait--) {
          Thread.onSpinWait();
        }
        stages.add(ways.get(i % ways.size()).apply(future));
      }
      for (CompletionStage<?> stage : stages) {
        stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
      }
    }
  }

  @Test
  default void stagesOfStagesRunOnTheStageExecutorToo() throws Exception {
    ThreadFactory factory = Thread.ofPlatform().name("my-stage").factory();
    try (Pool pool =
        builder().workers(1).stageExecutor(stage -> factory.newThread(stage).start()).build()) {
      CompletableFuture<String> name =
          pool.submit(() -> 1)
              .thenApply(x -> x)
              .thenApplyAsync(x -> x)
              .thenApplyAsync(x -> Thread.currentThread().getName());
      assertThat(name.get()).isEqualTo("my-stage");
    }
  }

  @Test
  default void aSupplierMayCompleteTheFuture() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      TaskFuture<String> future = pool.submit(PoolContract.sleeper(started, interrupted));
      started.awaitUp();
      assertThat(future.completeAsync(() -> "mine").get()).isEqualTo("mine");
      interrupted.awaitUp();
    }
  }
}
