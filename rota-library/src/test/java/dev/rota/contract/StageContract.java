package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Pool;
import dev.rota.TaskFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
