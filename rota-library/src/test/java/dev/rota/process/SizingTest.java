package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Pool;
import dev.rota.PoolStats;
import dev.rota.TaskFuture;
import dev.rota.Workers;
import dev.rota.observe.PoolEvent.WorkersSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool that finds the number of its processes itself. */
@Timeout(value = 120, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class SizingTest {

  private static int rest() throws InterruptedException {
    Thread.sleep(2);
    return 1;
  }

  @Test
  void tasksThatWaitGetManyProcesses() {
    Queue<WorkersSet> changes = new ConcurrentLinkedQueue<>();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(Workers.adaptive(1, 8))
            .heap("16m")
            .observer(
                event -> {
                  if (event instanceof WorkersSet set) {
                    changes.add(set);
                  }
                })
            .build()) {
      AtomicInteger under = new AtomicInteger();
      while (pool.stats().workers() < 6 || pool.stats().busy() < 6) {
        if (under.get() < 200) {
          under.incrementAndGet();
          var _ = pool.submit(SizingTest::rest).whenComplete((_, _) -> under.decrementAndGet());
        } else {
          LockSupport.parkNanos(1_000_000);
        }
      }
      assertThat(pool.stats().sizing()).matches("\\d of 1 to 8: .*; each worker uses 1");
    }
    assertThat(changes).isNotEmpty();
    assertThat(changes).allSatisfy(set -> assertThat(set.workers()).isBetween(1, 8));
  }

  /** Every task ends, though workers are at any moment asked in and sent away. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void noTaskIsLostWhileWorkersComeAndGo(int threads) throws Exception {
    int tasks = 30_000;
    PoolStats stats;
    try (Pool pool =
        new RestlessWorkersContractTest.Restless().workers(1).threadsPerWorker(threads).build()) {
      List<TaskFuture<Integer>> futures = new ArrayList<>(tasks);
      for (int i = 0; i < tasks; i++) {
        int number = i;
        futures.add(pool.submit(() -> number));
      }
      for (int i = 0; i < tasks; i++) {
        assertThat(futures.get(i).get()).isEqualTo(i);
      }
      stats = pool.stats();
    }
    assertThat(stats.workersStarted()).isGreaterThan(2); // one and its spare
    assertThat(stats.succeeded()).isEqualTo(tasks);
  }

  /** Those beyond the number that was found go; the spare stays. */
  @Test
  void workersThatAreNotNeededGo() throws Exception {
    try (Pool pool = new RestlessWorkersContractTest.Restless().workers(1).build()) {
      for (int i = 0; i < 20_000; i++) {
        var _ = pool.submit(() -> 1);
      }
      await().until(() -> pool.stats().succeeded() == 20_000);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                PoolStats stats = pool.stats();
                assertThat(stats.sizing()).matches("\\d of 1 to 4: (.* stays|.* nothing to do).*");
                assertThat(stats.idle()).isEqualTo(stats.workers());
                assertThat(stats.spares()).isEqualTo(1);
              });
    }
  }
}
