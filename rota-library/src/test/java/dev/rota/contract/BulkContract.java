package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.Task;
import dev.rota.TaskRejectedException;
import dev.rota.WhenFull;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** {@code invokeAll} and {@code invokeAny}. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
interface BulkContract extends PoolContract {

  private static Task<Integer> failing(String message) {
    return () -> {
      throw new IllegalStateException(message);
    };
  }

  @Test
  default void invokeAllWaitsForAllInTheirOrder() throws Exception {
    List<Task<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      tasks.add(() -> number);
    }
    try (Pool pool = builder().workers(2).queueCapacity(3).build()) {
      List<Future<Integer>> futures = pool.invokeAll(tasks);
      assertThat(futures).hasSize(20).allMatch(Future::isDone);
      for (int i = 0; i < 20; i++) {
        assertThat(futures.get(i).get()).isEqualTo(i);
      }
      assertThat(pool.invokeAll(List.<Task<Integer>>of())).isEmpty();
    }
  }

  @Test
  default void invokeAllKeepsFailuresInTheirFutures() throws Exception {
    List<Task<Integer>> tasks = List.of(() -> 1, failing("two"), () -> 3);
    try (Pool pool = pool(2)) {
      List<Future<Integer>> futures = pool.invokeAll(tasks);
      assertThat(futures.get(0).get()).isEqualTo(1);
      assertThatThrownBy(() -> futures.get(1).get()).isInstanceOf(ExecutionException.class);
      assertThat(futures.get(2).get()).isEqualTo(3);
    }
  }

  @Test
  default void invokeAllCancelsWhatIsLate() throws Exception {
    Flag started = flag("started");
    Flag never = flag("never");
    Flag late = flag("late");
    List<Task<String>> tasks =
        List.of(
            () -> "quick",
            PoolContract.gate(started, never),
            () -> {
              late.raise();
              return "late";
            });
    try (Pool pool = oneTaskEach(1).queueCapacity(1).build()) {
      pool.submit(() -> 0).get(); // a worker is there
      List<Future<String>> futures = pool.invokeAll(tasks, 500, TimeUnit.MILLISECONDS);
      assertThat(futures).hasSize(3).allMatch(Future::isDone);
      assertThat(futures.get(0).get()).isEqualTo("quick");
      assertThat(futures.get(1).isCancelled()).isTrue();
      assertThat(futures.get(2).isCancelled()).isTrue();
    }
    assertThat(late.isUp()).isFalse();
  }

  @Test
  default void invokeAnyGivesASuccess() throws Exception {
    List<Task<Integer>> tasks = List.of(failing("one"), () -> 2, failing("three"));
    try (Pool pool = pool(2)) {
      assertThat(pool.invokeAny(tasks)).isEqualTo(2);
      assertThat(pool.invokeAny(tasks, 10, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  default void invokeAnyCancelsTheOthers() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    Task<String> winner =
        () -> {
          started.block();
          return "won";
        };
    try (Pool pool = pool(2)) {
      assertThat(pool.invokeAny(List.of(PoolContract.sleeper(started, interrupted), winner)))
          .isEqualTo("won");
      interrupted.awaitUp();
    }
  }

  @Test
  default void invokeAnyFailsWhenAllDo() {
    try (Pool pool = pool(2)) {
      assertThatThrownBy(() -> pool.invokeAny(List.of(failing("a"), failing("b"))))
          .isInstanceOf(ExecutionException.class);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pool.invokeAny(List.<Task<Integer>>of()));
    }
  }

  @Test
  default void invokeAnyGivesUpInTime() {
    Flag started = flag("started");
    Flag never = flag("never");
    try (Pool pool = pool(1)) {
      assertThatThrownBy(
              () ->
                  pool.invokeAny(
                      List.of(PoolContract.gate(started, never)), 300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    }
  }

  @Test
  default void nothingAmongManyIsRefused() {
    try (Pool pool = pool(1)) {
      List<Task<Integer>> tasks = Arrays.asList(() -> 1, null);
      assertThatNullPointerException().isThrownBy(() -> pool.invokeAll(tasks));
      assertThatNullPointerException().isThrownBy(() -> pool.invokeAny(tasks));
      assertThatNullPointerException().isThrownBy(() -> pool.invokeAll(null));
    }
  }

  @Test
  default void invokeAnyDoesNotWaitForRoomOnceOneSucceeded() throws Exception {
    Flag started = flag("started");
    Flag never = flag("never");
    List<Task<String>> tasks = new ArrayList<>();
    tasks.add(() -> "quick");
    for (int i = 0; i < 4; i++) {
      tasks.add(PoolContract.gate(started, never));
    }
    try (Pool pool = oneTaskEach(1).queueCapacity(1).build()) {
      assertThat(pool.invokeAny(tasks)).isEqualTo("quick");
    }
  }

  /** The place that the winner leaves goes to somebody who waited longer. */
  @Test
  default void invokeAnyReturnsThoughOthersTakeTheRoom() throws Exception {
    Flag firstStarted = flag("firstStarted");
    Flag firstOpen = flag("firstOpen");
    Flag winnerStarted = flag("winnerStarted");
    Flag winnerOpen = flag("winnerOpen");
    Flag started = flag("started");
    Flag atLast = flag("atLast");
    List<Task<String>> tasks =
        List.of(
            PoolContract.gate(winnerStarted, winnerOpen),
            PoolContract.gate(started, atLast),
            PoolContract.gate(started, atLast));
    CompletableFuture<String> any = new CompletableFuture<>();
    try (Pool pool = oneTaskEach(1).queueCapacity(1).build()) {
      pool.submit(PoolContract.gate(firstStarted, firstOpen));
      firstStarted.awaitUp();
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      any.complete(pool.invokeAny(tasks));
                    } catch (Exception e) {
                      any.completeExceptionally(e);
                    }
                  });
      await().until(() -> pool.stats().queued() == 1);
      PoolContract.awaitWaiting(caller);
      Thread other =
          Thread.ofPlatform().start(() -> pool.submit(PoolContract.gate(started, atLast)));
      PoolContract.awaitWaiting(other);
      firstOpen.raise();
      winnerStarted.awaitUp();
      await().until(() -> pool.stats().queued() == 1);
      PoolContract.awaitWaiting(caller);
      winnerOpen.raise();
      assertThat(any.get(5, TimeUnit.SECONDS)).isEqualTo("through");
      atLast.raise();
      other.join();
    } finally {
      atLast.raise();
    }
  }

  @Test
  default void manyAtOnceNeedNoStageExecutor() throws Exception {
    try (Pool pool = builder().workers(1).stageExecutor(stage -> {}).build()) {
      assertThat(pool.invokeAny(List.<Task<Integer>>of(() -> 1))).isEqualTo(1);
      assertThat(pool.invokeAll(List.<Task<Integer>>of(() -> 2)).getFirst().get()).isEqualTo(2);
    }
  }

  @Test
  default void aRefusalCancelsTheRestOfTheBatch() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    Flag ran = flag("ran");
    List<Task<String>> tasks = new ArrayList<>();
    tasks.add(PoolContract.sleeper(started, interrupted));
    for (int i = 0; i < 3; i++) {
      tasks.add(
          () -> {
            ran.raise();
            return "ran";
          });
    }
    try (Pool pool = oneTaskEach(1).queueCapacity(1).whenFull(WhenFull.REJECT).build()) {
      assertThatThrownBy(() -> pool.invokeAll(tasks)).isInstanceOf(TaskRejectedException.class);
      await().until(() -> pool.stats().queued() == 0);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
    assertThat(ran.isUp()).isFalse();
  }

  @Test
  default void anInterruptOfTheCallerCancelsTheBatch() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () ->
                      thrown.complete(
                          catchThrowable(
                              () ->
                                  pool.invokeAll(
                                      List.of(PoolContract.sleeper(started, interrupted))))));
      started.awaitUp();
      caller.interrupt();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      interrupted.awaitUp();
    }
  }
}
