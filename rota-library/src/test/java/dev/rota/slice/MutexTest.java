package dev.rota.slice;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.schedule.PolicySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lock as others are, for threads of all kinds. */
@Timeout(value = 120, threadMode = SEPARATE_THREAD)
@SuppressWarnings({"LockNotBeforeTry", "ThreadPriorityCheck"}) // what is tested
class MutexTest {

  private final Mutex mutex = new Mutex();

  @Test
  void isReentrantAndOnlyItsHolderGivesItBack() {
    mutex.lock();
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
    assertThat(mutex.isHeldByCurrentThread()).isTrue();
    assertThat(mutex.toString()).contains("held by");
    mutex.unlock();
    assertThat(mutex.isLocked()).isFalse();
    assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(mutex::newCondition).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void othersDoNotGetItMeanwhile() throws Exception {
    mutex.lock();
    AtomicBoolean got = new AtomicBoolean();
    Thread other = Thread.startVirtualThread(() -> got.set(mutex.tryLock()));
    other.join();
    assertThat(got).isFalse();
    Thread timed =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    got.set(mutex.tryLock(1, NANOSECONDS));
                  } catch (InterruptedException e) {
                    got.set(true);
                  }
                });
    timed.join();
    assertThat(got).isFalse();
    mutex.unlock();
    assertThat(mutex.tryLock()).isTrue();
  }

  @Test
  void isTakenInTheOrderOfComing() throws Exception {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    mutex.lock();
    for (int i = 0; i < 10; i++) {
      int number = i;
      Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      Thread thread =
          builder.start(
              () -> {
                mutex.lock();
                order.add(number);
                mutex.unlock();
              });
      await().until(() -> thread.getState() == Thread.State.WAITING);
      threads.add(thread);
    }
    mutex.unlock();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  private long count; // guarded by the mutex

  /** Without a queue, where it is one compare-and-set that decides. */
  @Test
  void threadsThatTryGetItOneAtATime() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int got = 0; got < 200_000; ) {
                      if (mutex.tryLock()) {
                        count++;
                        got++;
                        mutex.unlock();
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(count).isEqualTo(800_000);
  }

  /** What tasks contend for: two mutexes, each with what it guards. */
  private static final class Room {
    private final Mutex mutex = new Mutex();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();
    private long guarded; // by the mutex
    private final AtomicInteger entered = new AtomicInteger();

    void enter(Random random, Runnable deed) throws InterruptedException {
      if (random.nextInt(4) == 0) {
        if (!mutex.tryLock(random.nextInt(300_000), NANOSECONDS)) {
          return;
        }
      } else if (random.nextInt(2) == 0) {
        mutex.lockInterruptibly();
      } else {
        mutex.lock();
      }
      try {
        if (inside.getAndIncrement() != 0) {
          broken.set(true);
        }
        guarded++;
        entered.incrementAndGet();
        deed.run();
        inside.decrementAndGet();
      } finally {
        mutex.unlock();
      }
    }
  }

  private static void work(Random random) {
    long end = System.nanoTime() + random.nextInt(200_000);
    while (System.nanoTime() - end < 0) {
      Slice.poll();
    }
    if (random.nextInt(8) == 0) {
      Thread.yield();
    }
  }

  /** In one room, or in two of them, always in the same order. */
  private static void visit(Room one, Room other, Random random) throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      if (random.nextInt(3) == 0) {
        one.enter(random, () -> nested(other, random));
      } else {
        (random.nextBoolean() ? one : other).enter(random, () -> work(random));
      }
      Slice.poll();
    }
  }

  private static void nested(Room room, Random random) {
    try {
      room.enter(random, () -> work(random));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tasks of several pools' policies, cancelled at any time, beside platform threads. */
  @ParameterizedTest
  @ValueSource(strings = {"fifo", "rr", "priority", "mlfq", "fair", "lottery", "eevdf"})
  void oneAtATimeAndNobodyIsLost(String policy) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Room one = new Room();
    Room other = new Room();
    AtomicBoolean enough = new AtomicBoolean();
    List<Thread> platform = new ArrayList<>();
    SlicedPool pool =
        SlicedPool.builder()
            .workers(1 + random.nextInt(3))
            .spares(random.nextInt(3))
            .policy(PolicySpec.parse(policy).withQuantum(Duration.ofMillis(1)).build())
            .build();
    try (pool) {
      for (int i = 0; i < 2; i++) {
        long its = random.nextLong();
        platform.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      Random own = new Random(its);
                      while (!enough.get()) {
                        nested(own.nextBoolean() ? one : other, own);
                        Thread.yield();
                      }
                    }));
      }
      List<TaskFuture<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        long its = random.nextLong();
        tasks.add(
            pool.submit(
                () -> {
                  visit(one, other, new Random(its));
                  return 0;
                },
                TaskOptions.defaults()
                    .withPriority(random.nextInt(4))
                    .withWeight(1 + random.nextInt(5))
                    .withShare(random.nextBoolean() ? "a" : "b/" + random.nextInt(3))));
        if (random.nextInt(4) == 0) {
          var _ = tasks.get(random.nextInt(tasks.size())).cancel(true);
        }
      }
      for (TaskFuture<?> task : tasks) {
        try {
          var _ = task.get(60, SECONDS);
        } catch (ExecutionException | CancellationException e) {
          // an end as good as any
        }
      }
    } finally {
      enough.set(true);
    }
    for (Thread thread : platform) {
      thread.join();
    }
    assertThat(pool.slices().policyFailure()).describedAs("seed " + seed).isEmpty();
    assertThat(pool.slices().ready()).isZero();
    for (Room room : List.of(one, other)) {
      assertThat(room.broken).describedAs("seed " + seed).isFalse();
      assertThat(room.guarded).isEqualTo(room.entered.get()).isPositive();
      assertThat(room.mutex.isLocked()).isFalse();
    }
  }
}
