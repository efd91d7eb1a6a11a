package dev.rota.thread;

import static java.lang.Thread.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Pool;
import dev.rota.PoolStats;
import dev.rota.TaskFuture;
import dev.rota.Workers;
import dev.rota.observe.PoolEvent;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool that finds the number of its threads itself. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class AdaptiveCrewTest {

  private final Queue<PoolEvent.WorkersSet> changes = new ConcurrentLinkedQueue<>();

  private void watch(PoolEvent event) {
    if (event instanceof PoolEvent.WorkersSet set) {
      changes.add(set);
    }
  }

  /** Submits tasks until the pool is as it should be. */
  private static void keepBusyUntil(Pool pool, Runnable task, BooleanSupplier enough) {
    AtomicInteger under = new AtomicInteger();
    while (!enough.getAsBoolean()) {
      if (under.get() < 500) {
        under.incrementAndGet();
        var _ = pool.submit(task).whenComplete((_, _) -> under.decrementAndGet());
      } else {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private static void rest() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tasksThatWaitGetManyThreads() {
    try (ThreadPool pool =
        ThreadPool.builder()
            .name("waits")
            .workers(Workers.adaptive(1, 16))
            .observer(this::watch)
            .build()) {
      int before = pool.stats().workers();
      keepBusyUntil(pool, AdaptiveCrewTest::rest, () -> pool.stats().workers() >= 8);
      PoolStats stats = pool.stats();
      assertThat(before).isEqualTo(Workers.adaptive(1, 16).first());
      assertThat(stats.sizing()).matches("\\d+ of 1 to 16: .*");
      assertThat(stats.busy() + stats.idle()).isLessThanOrEqualTo(16);
    }
    assertThat(changes).isNotEmpty();
    assertThat(changes.peek().pool()).isEqualTo("waits");
    assertThat(changes).allSatisfy(set -> assertThat(set.workers()).isBetween(1, 16));
    assertThat(changes).allSatisfy(set -> assertThat(set.why()).isNotBlank());
  }

  /** They all want the same lock: more than one thread are of no use. */
  @Test
  void tasksInEachOthersWayGetFewThreads() {
    Object lock = new Object();
    Runnable task =
        () -> {
          synchronized (lock) {
            rest();
          }
        };
    try (ThreadPool pool =
        ThreadPool.builder().workers(Workers.adaptive(1, 8)).observer(this::watch).build()) {
      keepBusyUntil(pool, task, () -> pool.stats().sizing().matches("1 of 1 to 8: .* stays"));
      await().until(() -> pool.stats().idle() + pool.stats().busy() == 1);
    }
  }

  /** All that a pool has are threads that wait until they are woken. */
  @Test
  void nothingTicksInAPoolAtRest() throws Exception {
    try (ThreadPool pool =
        ThreadPool.builder().name("resting").workers(Workers.adaptive(2, 8)).build()) {
      for (int i = 0; i < 1_000; i++) {
        pool.submit(() -> 1).get();
      }
      await().untilAsserted(() -> assertThat(threads("resting")).containsOnly(WAITING));
    }
  }

  private static List<Thread.State> threads(String pool) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(pool))
        .map(Thread::getState)
        .toList();
  }

  @Test
  void aTaskThatIsLeftByASurplusThreadIsRunByAnother() throws Exception {
    for (int round = 0; round < 10; round++) {
      AtomicInteger runs = new AtomicInteger();
      try (Pool pool = new RestlessCrewContractTest.Restless().workers(1).build()) {
        for (int i = 0; i < 2_000; i++) {
          if (i % 50 == 0) {
            int expected = i;
            while (runs.get() != expected) { // then all are idle, and some are too many
              Thread.onSpinWait();
            }
          }
          pool.execute(runs::incrementAndGet);
        }
      }
      assertThat(runs).hasValue(2_000);
    }
  }

  @Test
  void aTaskThatWaitsForOthersHasAnotherThreadInItsPlace() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Pool pool = new RestlessCrewContractTest.Restless().workers(1).build()) {
      List<TaskFuture<Integer>> parents =
          IntStream.range(0, 50)
              .mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            go.await();
                            return pool.submit(() -> i).get();
                          }))
              .toList();
      go.countDown();
      for (int i = 0; i < parents.size(); i++) {
        assertThat(parents.get(i).get()).isEqualTo(i);
      }
    }
  }

  @Test
  void boundsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Workers.adaptive(0, 4))
        .hasMessage("least workers must be 1 to 4096, not 0");
    assertThatThrownBy(() -> Workers.adaptive(8, 4))
        .hasMessage("most workers must be 8 to 4096, not 4");
    assertThatThrownBy(() -> Workers.adaptive(8, 5000))
        .hasMessage("most workers must be 8 to 4096, not 5000");
    assertThatThrownBy(() -> Workers.fixed(0)).hasMessage("workers must be 1 to 4096, not 0");
  }

  @Test
  void aFixedNumberStays() throws Exception {
    try (ThreadPool pool = ThreadPool.builder().workers(Workers.fixed(3)).build()) {
      assertThat(pool.stats().workers()).isEqualTo(3);
      assertThat(pool.stats().sizing()).isEqualTo("3: as asked");
    }
  }
}
