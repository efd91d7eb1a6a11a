package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.TaskFuture;
import dev.rota.TaskRejectedException;
import dev.rota.WhenFull;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A queue that is full. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
interface BackPressureContract extends PoolContract {

  @Test
  default void aFullQueueRejectsIfAskedTo() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = oneTaskEach(1).queueCapacity(2).whenFull(WhenFull.REJECT).build()) {
      pool.submit(PoolContract.gate(started, open));
      started.awaitUp();
      await().until(() -> pool.stats().queued() == 0);
      pool.submit(() -> 1);
      TaskFuture<Integer> second = pool.submit(() -> 2);
      await().until(() -> pool.stats().queued() == 2);
      TaskRejectedException refusal =
          catchThrowableOfType(TaskRejectedException.class, () -> pool.submit(() -> 3));
      assertThat(refusal.reason()).isEqualTo(TaskRejectedException.Reason.QUEUE_FULL);
      assertThat(refusal).hasMessageContaining("2");
      open.raise();
      second.get();
      assertThat(pool.submit(() -> 4).get()).isEqualTo(4);
    }
  }

  @Test
  default void aFullQueueMakesTheSubmitterWait() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = oneTaskEach(1).queueCapacity(1).build()) {
      pool.submit(PoolContract.gate(started, open));
      started.awaitUp();
      pool.submit(() -> 1);
      CompletableFuture<Integer> result = new CompletableFuture<>();
      Thread submitter =
          Thread.ofPlatform().start(() -> result.complete(pool.submit(() -> 2).join()));
      PoolContract.awaitWaiting(submitter);
      assertThat(result).isNotDone();
      open.raise();
      assertThat(result.get()).isEqualTo(2);
    }
  }

  @Test
  default void aSubmitterThatWaitsCanBeInterrupted() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = oneTaskEach(1).queueCapacity(1).build()) {
      pool.submit(PoolContract.gate(started, open));
      started.awaitUp();
      pool.submit(() -> 1);
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      CompletableFuture<TaskRejectedException> refusal = new CompletableFuture<>();
      Thread submitter =
          Thread.ofPlatform()
              .start(
                  () -> {
                    refusal.complete(
                        catchThrowableOfType(
                            TaskRejectedException.class, () -> pool.submit(() -> 2)));
                    flag.complete(Thread.currentThread().isInterrupted());
                  });
      PoolContract.awaitWaiting(submitter);
      submitter.interrupt();
      assertThat(refusal.get().reason()).isEqualTo(TaskRejectedException.Reason.INTERRUPTED);
      assertThat(flag.get()).isTrue();
      open.raise();
    }
  }

  @Test
  default void aSubmitterThatWaitsIsRefusedWhenThePoolIsShutDown() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = oneTaskEach(1).queueCapacity(1).build()) {
      pool.submit(PoolContract.gate(started, open));
      started.awaitUp();
      pool.submit(() -> 1);
      CompletableFuture<TaskRejectedException> refusal = new CompletableFuture<>();
      Thread submitter =
          Thread.ofPlatform()
              .start(
                  () ->
                      refusal.complete(
                          catchThrowableOfType(
                              TaskRejectedException.class, () -> pool.submit(() -> 2))));
      PoolContract.awaitWaiting(submitter);
      pool.shutdown();
      assertThat(refusal.get().reason()).isEqualTo(TaskRejectedException.Reason.SHUT_DOWN);
      open.raise();
    }
  }
}
