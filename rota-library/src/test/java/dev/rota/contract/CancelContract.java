package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.TaskCancelledException;
import dev.rota.TaskFuture;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Cancelling before, while and after a task runs, and completing its future from outside. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
interface CancelContract extends PoolContract {

  @Test
  default void aTaskCancelledBeforeItStartsNeverDoes() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    Flag ran = flag("ran");
    try (Pool pool = oneTaskEach(1).build()) {
      TaskFuture<?> gate = pool.submit(PoolContract.gate(started, open));
      started.awaitUp();
      TaskFuture<?> future = pool.submit(() -> ran.raise());
      assertThat(future.cancel(false)).isTrue();
      assertThat(future).isCancelled().isDone();
      assertThat(future.state()).isEqualTo(State.CANCELLED);
      assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
      assertThatThrownBy(future::join).isInstanceOf(TaskCancelledException.class);
      await().until(() -> pool.stats().queued() == 0);
      open.raise();
      gate.get();
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
    assertThat(ran.isUp()).isFalse();
  }

  @Test
  default void aRunningTaskIsInterrupted() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      TaskFuture<?> future = pool.submit(PoolContract.sleeper(started, interrupted));
      started.awaitUp();
      assertThat(future.cancel(true)).isTrue();
      assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
      interrupted.awaitUp();
      assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
      await().until(() -> pool.stats().cancelled() == 1);
    }
  }

  @Test
  default void anInterruptionDoesNotOutliveItsTask() throws Exception {
    try (Pool pool = pool(1)) {
      for (int i = 0; i < 10; i++) {
        Flag started = flag("started" + i);
        TaskFuture<?> future =
            pool.submit(
                () -> {
                  started.raise();
                  while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                  }
                });
        started.awaitUp();
        future.cancel(true);
        for (int k = 0; k < 4; k++) { // a worker may have more threads than one
          assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
        }
      }
    }
  }

  @Test
  default void aRunningTaskIsLeftAloneIfItMayNotBeInterrupted() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    Flag through = flag("through");
    try (Pool pool = pool(1)) {
      TaskFuture<?> future =
          pool.submit(
              () -> {
                started.raise();
                open.block();
                through.raise();
                return 0;
              });
      started.awaitUp();
      assertThat(future.cancel(false)).isTrue();
      assertThat(future).isCancelled();
      open.raise();
      through.awaitUp();
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  default void cancellingTwiceOrTooLateChangesNothing() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      TaskFuture<Integer> done = pool.submit(() -> 1);
      done.get();
      assertThat(done.cancel(true)).isFalse();
      assertThat(done.get()).isEqualTo(1);
      TaskFuture<?> future = pool.submit(PoolContract.sleeper(started, interrupted));
      started.awaitUp();
      assertThat(future.cancel(true)).isTrue();
      assertThat(future.cancel(true)).isTrue();
      await().until(() -> pool.stats().cancelled() == 1);
    }
  }

  @Test
  default void aCancelledTaskGivesItsWorkerFree() throws Exception {
    try (Pool pool = pool(1)) {
      for (int i = 0; i < 20; i++) {
        Flag started = flag("started" + i);
        Flag interrupted = flag("interrupted" + i);
        TaskFuture<?> future = pool.submit(PoolContract.sleeper(started, interrupted));
        started.awaitUp();
        future.cancel(true);
        assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      }
      await().until(() -> pool.stats().busy() == 0);
    }
  }

  @Test
  default void completingFromOutsideCancelsTheWork() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      TaskFuture<String> future = pool.submit(PoolContract.sleeper(started, interrupted));
      started.awaitUp();
      assertThat(future.complete("mine")).isTrue();
      assertThat(future.get()).isEqualTo("mine");
      interrupted.awaitUp();
    }
  }

  @Test
  default void obtrudingChangesTheResultAndCancelsTheWork() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      TaskFuture<String> future = pool.submit(PoolContract.sleeper(started, interrupted));
      started.awaitUp();
      future.obtrudeValue("mine");
      assertThat(future.get()).isEqualTo("mine");
      interrupted.awaitUp();
      future.obtrudeException(new IllegalStateException("no"));
      assertThat(PoolContract.causeOf(future)).hasMessage("no");
    }
  }

  @Test
  default void whoWaitsCanBeInterruptedAndTheTaskGoesOn() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = pool(1)) {
      TaskFuture<String> future = pool.submit(PoolContract.gate(started, open));
      Thread.currentThread().interrupt();
      assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
      assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      open.raise();
      assertThat(future.get()).isEqualTo("through");
    }
  }

  @Test
  default void aCancelAtTheMomentOfTheStartIsNotLost() throws Exception {
    try (Pool pool = pool(1)) {
      for (int i = 0; i < 300; i++) {
        TaskFuture<?> future =
            pool.submit(
                () -> {
                  Thread.sleep(60_000);
                  return 0;
                });
        while (i % 2 == 0 && pool.stats().busy() == 0) {
          Thread.onSpinWait();
        }
        future.cancel(true);
      }
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      assertThat(pool.stats().abandoned()).isZero();
    }
  }

  @Test
  default void aStageDoesNotHoldUpTheInterrupt() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = builder().workers(1).stageExecutor(Runnable::run).build()) {
      TaskFuture<String> future = pool.submit(PoolContract.sleeper(started, interrupted));
      CompletableFuture<Void> stage =
          future.handle((value, failure) -> 0).thenAccept(x -> interrupted.awaitUp());
      started.awaitUp();
      future.cancel(true); // runs the stage
      stage.get();
    }
  }
}
