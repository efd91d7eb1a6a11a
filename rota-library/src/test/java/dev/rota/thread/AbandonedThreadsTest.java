package dev.rota.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskTimedOutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that do not heed an interrupt. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class AbandonedThreadsTest {

  private static final TaskOptions SHORT =
      TaskOptions.defaults().withTimeout(Duration.ofMillis(50));

  private final AtomicBoolean release = new AtomicBoolean();

  @AfterEach
  void release() {
    release.set(true);
  }

  private int spin() {
    return spinUntil(release);
  }

  private static int spinUntil(AtomicBoolean release) {
    while (!release.get()) {
      Thread.onSpinWait();
    }
    return 0;
  }

  @Test
  void anAbandonedThreadIsCountedAndReplacedUntilItComesBack() throws Exception {
    try (ThreadPool pool = ThreadPool.builder().workers(1).build()) {
      TaskFuture<Integer> deaf = pool.submit(this::spin, SHORT);
      assertThatThrownBy(deaf::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TaskTimedOutException.class);
      await().until(() -> pool.stats().abandoned() == 1);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      assertThat(pool.stats().workersStarted()).isEqualTo(2);
      release.set(true);
      await().until(() -> pool.stats().abandoned() == 0);
      assertThat(pool.submit(() -> 2).get()).isEqualTo(2);
    }
  }

  @Test
  void aCancelledTaskThatGoesOnIsAbandonedToo() throws Exception {
    try (ThreadPool pool = ThreadPool.builder().workers(1).build()) {
      TaskFuture<Integer> deaf = pool.submit(this::spin);
      await().until(() -> pool.stats().busy() == 1);
      deaf.cancel(true);
      await().until(() -> pool.stats().abandoned() == 1);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void beyondTheBoundThePoolRunsWithFewer() throws Exception {
    try (ThreadPool pool = ThreadPool.builder().workers(1).maxAbandoned(1).build()) {
      TaskFuture<Integer> first = pool.submit(this::spin, SHORT);
      TaskFuture<Integer> second = pool.submit(this::spin, SHORT);
      assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class);
      assertThatThrownBy(second::get).isInstanceOf(ExecutionException.class);
      await().until(() -> pool.stats().abandoned() == 2);
      assertThat(pool.stats().workersStarted()).isEqualTo(2);
      TaskFuture<Integer> waiting = pool.submit(() -> 1);
      release.set(true);
      assertThat(waiting.get()).isEqualTo(1);
    }
  }

  @Test
  void abandonedThreadsDoNotKeepThePoolFromEnding() throws Exception {
    ThreadPool pool = ThreadPool.builder().workers(2).maxAbandoned(0).build();
    TaskFuture<Integer> deaf = pool.submit(this::spin, SHORT);
    assertThatThrownBy(deaf::get).isInstanceOf(ExecutionException.class);
    await().until(() -> pool.stats().abandoned() == 1);
    pool.shutdown();
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aThreadThatComesBackMakesRoomToReplaceAnother() throws Exception {
    AtomicBoolean releaseFirst = new AtomicBoolean();
    try (ThreadPool pool = ThreadPool.builder().workers(1).maxAbandoned(1).build()) {
      TaskFuture<?> first = pool.submit(() -> spinUntil(releaseFirst), SHORT);
      TaskFuture<?> second = pool.submit(this::spin, SHORT);
      assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class);
      assertThatThrownBy(second::get).isInstanceOf(ExecutionException.class);
      await().until(() -> pool.stats().abandoned() == 2);
      TaskFuture<Integer> waiting = pool.submit(() -> 1);
      releaseFirst.set(true); // the second goes on
      assertThat(waiting.get()).isEqualTo(1);
      assertThat(pool.stats().abandoned()).isEqualTo(1);
    } finally {
      releaseFirst.set(true);
    }
  }

  @Test
  void shutdownNowDoesNotPretendThatATaskHasReturned() throws Exception {
    ThreadPool pool = ThreadPool.builder().workers(1).build();
    TaskFuture<Integer> deaf = pool.submit(this::spin);
    await().until(() -> pool.stats().busy() == 1);
    assertThat(pool.shutdownNow()).isEmpty();
    assertThat(deaf).isCancelled();
    assertThat(pool.awaitTermination(300, TimeUnit.MILLISECONDS)).isFalse();
    release.set(true);
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatIsQueuedStillRunsWhenThreadsAreAbandonedInTheDrain() throws Exception {
    ThreadPool pool = ThreadPool.builder().workers(1).build();
    TaskFuture<Integer> deaf = pool.submit(this::spin, SHORT);
    TaskFuture<Integer> queued = pool.submit(() -> 1);
    pool.shutdown();
    assertThatThrownBy(deaf::get).isInstanceOf(ExecutionException.class);
    assertThat(queued.get()).isEqualTo(1);
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nonsenseIsRefusedByName() {
    assertThatThrownBy(() -> ThreadPool.builder().maxAbandoned(-2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxAbandoned");
    assertThatThrownBy(() -> ThreadPool.builder().interruptGrace(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interruptGrace");
  }
}
