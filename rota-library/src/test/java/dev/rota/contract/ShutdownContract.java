package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.TaskFuture;
import dev.rota.TaskRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The end of a pool. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
interface ShutdownContract extends PoolContract {

  @Test
  default void shutdownWorksOffWhatIsQueued() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    Pool pool = pool(1);
    TaskFuture<String> running = pool.submit(PoolContract.gate(started, open));
    List<TaskFuture<Integer>> queued = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int number = i;
      queued.add(pool.submit(() -> number));
    }
    started.awaitUp();
    pool.shutdown();
    assertThat(pool.isShutdown()).isTrue();
    assertThat(pool.isTerminated()).isFalse();
    assertThat(pool.awaitTermination(50, TimeUnit.MILLISECONDS)).isFalse();
    open.raise();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.isTerminated()).isTrue();
    assertThat(running.get()).isEqualTo("through");
    assertThat(queued).allSatisfy(future -> assertThat(future.state().name()).isEqualTo("SUCCESS"));
  }

  @Test
  default void aPoolThatIsShutDownRefusesTasks() {
    Pool pool = pool(1);
    pool.shutdown();
    TaskRejectedException refusal =
        catchThrowableOfType(TaskRejectedException.class, () -> pool.submit(() -> 1));
    assertThat(refusal.reason()).isEqualTo(TaskRejectedException.Reason.SHUT_DOWN);
    assertThatThrownBy(() -> pool.execute((Runnable & java.io.Serializable) () -> {}))
        .isInstanceOf(TaskRejectedException.class);
    pool.close();
  }

  @Test
  default void shutdownNowCancelsEverything() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    Flag ran = flag("ran");
    Pool pool = oneTaskEach(1).build();
    TaskFuture<?> running = pool.submit(PoolContract.sleeper(started, interrupted));
    started.awaitUp();
    List<TaskFuture<?>> queued = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      queued.add(pool.submit(() -> ran.raise()));
    }
    List<Runnable> neverStarted = pool.shutdownNow();
    assertThat(neverStarted).hasSize(5);
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted.isUp()).isTrue();
    assertThat(ran.isUp()).isFalse();
    queued.add(running);
    assertThat(queued)
        .allSatisfy(
            future -> assertThatThrownBy(future::get).isInstanceOf(CancellationException.class));
    assertThat(pool.shutdownNow()).isEmpty();
  }

  @Test
  default void shutdownNowOfAnIdlePoolEndsIt() throws Exception {
    Pool pool = pool(2);
    pool.submit(() -> 1).get();
    assertThat(pool.shutdownNow()).isEmpty();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  default void aPoolCanBeEndedRightAfterItWasBuilt() throws Exception {
    pool(2).close();
    Pool pool = pool(2);
    pool.shutdownNow();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    pool.close();
  }

  @Test
  default void closeWaitsForTheTasks() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    Pool pool = pool(1);
    TaskFuture<String> future = pool.submit(PoolContract.gate(started, open));
    started.awaitUp();
    Thread closer = Thread.ofPlatform().start(pool::close);
    open.raise();
    closer.join();
    assertThat(future.isDone()).isTrue();
    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  default void whoClosesCanBeInterruptedWhichEndsItAtOnce() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    Pool pool = pool(1);
    TaskFuture<?> future = pool.submit(PoolContract.sleeper(started, interrupted));
    started.awaitUp();
    Thread closer = Thread.ofPlatform().start(pool::close);
    closer.interrupt();
    closer.join();
    assertThat(future).isCancelled();
    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  default void noFutureIsLeftUnfinished() throws Exception {
    for (int round = 0; round < 5; round++) {
      Pool pool = builder().workers(2).queueCapacity(8).build();
      Queue<TaskFuture<?>> futures = new ConcurrentLinkedQueue<>();
      List<Thread> submitters = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        submitters.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        while (true) {
                          futures.add(pool.submit(() -> 1));
                        }
                      } catch (TaskRejectedException e) {
                        // as it should be
                      }
                    }));
      }
      await().until(() -> futures.size() > 50);
      pool.shutdownNow();
      for (Thread submitter : submitters) {
        submitter.join();
      }
      assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      await().until(() -> futures.stream().allMatch(TaskFuture::isDone));
      await().until(() -> pool.stats().queued() == 0);
    }
  }

  @Test
  default void whoAwaitsTerminationCanBeInterrupted() {
    try (Pool pool = pool(1)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> pool.awaitTermination(1, TimeUnit.MINUTES))
          .isInstanceOf(InterruptedException.class);
    }
  }
}
