package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.PoolStats;
import dev.rota.Task;
import dev.rota.TaskFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a pool counts. */
@SuppressWarnings("FutureReturnValueIgnored") // the pools are the subject
interface StatsContract extends PoolContract {

  @Test
  default void aPoolCountsWhatItDoes() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = oneTaskEach(2).build()) {
      TaskFuture<?> first = pool.submit(PoolContract.gate(started, open));
      TaskFuture<?> second = pool.submit(PoolContract.gate(started, open));
      await().until(() -> pool.stats().busy() == 2);
      TaskFuture<Integer> third = pool.submit(() -> 3);
      PoolStats stats = pool.stats();
      assertThat(stats.workers()).isEqualTo(2);
      assertThat(stats.idle()).isZero();
      assertThat(stats.queued()).isEqualTo(1);
      assertThat(stats.submitted()).isEqualTo(3);
      assertThat(stats.succeeded()).isZero();
      open.raise();
      first.get();
      second.get();
      third.get();
      await().until(() -> pool.stats().succeeded() == 3);
      await().until(() -> pool.stats().idle() == 2);
      assertThat(pool.stats().queued()).isZero();
    }
  }

  @Test
  default void everyTaskIsCountedOnceAsItEnded() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = oneTaskEach(1).build()) {
      TaskFuture<?> gate = pool.submit(PoolContract.gate(started, open));
      started.awaitUp();
      List<TaskFuture<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        int number = i;
        futures.add(pool.submit(() -> 1 / (number % 3)));
      }
      futures.stream().limit(10).forEach(future -> future.cancel(true));
      open.raise();
      gate.get();
      await().until(() -> futures.stream().allMatch(TaskFuture::isDone));
      await().until(() -> ended(pool.stats()) == 31);
      assertThat(pool.stats().submitted()).isEqualTo(31);
      assertThat(pool.stats().cancelled()).isEqualTo(10);
      assertThat(pool.stats().failed()).isEqualTo(6);
      assertThat(pool.stats().succeeded()).isEqualTo(15);
    }
  }

  @Test
  default void whatWasNeverAdmittedIsNotCounted() throws Exception {
    Flag started = flag("started");
    Flag never = flag("never");
    List<Task<String>> batch = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      batch.add(PoolContract.gate(started, never));
    }
    try (Pool pool = oneTaskEach(1).queueCapacity(2).build()) {
      pool.invokeAll(batch, 200, TimeUnit.MILLISECONDS);
      await().until(() -> ended(pool.stats()) == pool.stats().submitted());
      assertThat(pool.stats().submitted()).isLessThanOrEqualTo(3);
    }
  }

  private static long ended(PoolStats stats) {
    return stats.succeeded() + stats.failed() + stats.cancelled();
  }
}
