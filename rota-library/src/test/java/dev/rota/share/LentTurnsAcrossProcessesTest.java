package dev.rota.share;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.schedule.StrictPriority;
import dev.rota.slice.Slice;
import dev.rota.slice.SlicedPool;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Other processes have the mutex for which tasks of a pool wait, and then one of the pool has it.
 * Between processes nothing is lent, but from then on.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class LentTurnsAcrossProcessesTest {

  private static final TaskOptions LOW = TaskOptions.defaults().withPriority(1);
  private static final TaskOptions BELOW_MEDIUM = TaskOptions.defaults().withPriority(2);
  private static final TaskOptions MEDIUM = TaskOptions.defaults().withPriority(3);
  private static final TaskOptions HIGH = TaskOptions.defaults().withPriority(4);

  private final String name = "lent-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
  private final SharedRegion region = SharedRegion.create(name, 1 << 16);
  private final SharedMutex door = region.mutex("door");
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicBoolean go = new AtomicBoolean();
  private final CountDownLatch held = new CountDownLatch(1);

  @AfterEach
  void close() {
    region.close();
  }

  /** One carrier; low has no turn as long as medium computes. */
  private static SlicedPool pool() {
    return SlicedPool.builder()
        .workers(1)
        .spares(0)
        .policy(new StrictPriority(Duration.ofMinutes(2)))
        .build();
  }

  private static int spinUntil(BooleanSupplier end) {
    int rounds = 1;
    while (!end.getAsBoolean()) {
      rounds++;
      Slice.poll();
    }
    return rounds;
  }

  private int hog() {
    return spinUntil(enough::get);
  }

  /** Waits, unless it is free, and has it for so much CPU time. */
  private int with(long millis) {
    door.lock();
    try {
      held.countDown();
      LongSupplier clock = Slice.cpuClock();
      long end = clock.getAsLong() + MILLISECONDS.toNanos(millis);
      return spinUntil(() -> clock.getAsLong() >= end);
    } finally {
      door.unlock();
    }
  }

  private static long millis(TaskFuture<?> task) {
    return task.execution().cpuTime().toMillis();
  }

  private void awaitWaiter(long pid) {
    await().until(() -> locked().waiters().contains(pid));
  }

  private LockState locked() {
    return region.locks().getFirst();
  }

  @Test
  void whoGetsItFromAnotherProcessGoesOnAtThePriorityOfTheLast() throws Exception {
    try (Child child = new Child(name);
        SlicedPool pool = pool();
        Closeable _ = () -> enough.set(true)) {
      child.tell("lock door");
      child.expect("locked");
      TaskFuture<Integer> low = pool.submit(() -> with(20), LOW);
      awaitWaiter(ProcessHandle.current().pid());
      TaskFuture<Integer> high = pool.submit(() -> with(1), HIGH);
      TaskFuture<Integer> hog = pool.submit(this::hog, MEDIUM);
      await().until(() -> millis(hog) > 5);
      assertThat(child.ask("unlock door")).isEqualTo("done");
      assertThat(high.get(30, SECONDS)).isPositive();
      assertThat(hog.isDone()).isFalse();
      enough.set(true);
      low.get();
    }
  }

  /**
   * The one whose turn it is stands still, so a task of the pool passes it; nobody here is told.
   */
  @Test
  void whoPassesOthersGoesOnAtThePriorityOfThoseThatWait() throws Exception {
    try (Child holder = new Child(name);
        Child next = new Child(name);
        SlicedPool pool = pool();
        Closeable _ = () -> enough.set(true)) {
      holder.tell("lock door");
      holder.expect("locked");
      next.tell("lock door");
      awaitWaiter(next.pid());
      TaskFuture<Integer> low = pool.submit(() -> spinUntil(go::get) + with(200), LOW);
      await().until(() -> millis(low) > 5);
      TaskFuture<Integer> below = pool.submit(() -> with(1), BELOW_MEDIUM);
      awaitWaiter(ProcessHandle.current().pid());
      TaskFuture<Integer> high = pool.submit(() -> with(1), HIGH);
      long before = millis(low);
      await().until(() -> millis(low) > before + 5); // so both wait
      next.stop();
      assertThat(holder.ask("unlock door")).isEqualTo("done");
      go.set(true);
      held.await();
      TaskFuture<Integer> hog = pool.submit(this::hog, MEDIUM);
      assertThat(door.isLocked()).isTrue(); // or there is nothing to lend for
      await().until(() -> !door.isLocked());
      assertThat(List.of(hog, below, high)).noneMatch(TaskFuture::isDone);
      next.signal("CONT");
      next.expect("locked");
      assertThat(next.ask("unlock door")).isEqualTo("done");
      assertThat(high.get(30, SECONDS)).isPositive();
      assertThat(hog.isDone()).isFalse();
      enough.set(true);
      low.get();
      below.get();
    }
  }

  /** What waits in the pool for a holder that is killed is told of it, and goes on as ever. */
  @Test
  void whoGetsItFromTheDeadGoesOnAtThePriorityOfTheLast() throws Exception {
    try (Child child = new Child(name);
        SlicedPool pool = pool();
        Closeable _ = () -> enough.set(true)) {
      child.tell("lock door");
      child.expect("locked");
      TaskFuture<Boolean> low =
          pool.submit(
              () -> {
                door.lock();
                try {
                  boolean died = door.ownerDied();
                  door.markRepaired();
                  return died;
                } finally {
                  door.unlock();
                }
              },
              LOW);
      awaitWaiter(ProcessHandle.current().pid());
      TaskFuture<Integer> high = pool.submit(() -> with(1), HIGH);
      TaskFuture<Integer> hog = pool.submit(this::hog, MEDIUM);
      await().until(() -> millis(hog) > 5);
      child.kill();
      assertThat(high.get(30, SECONDS)).isPositive();
      assertThat(hog.isDone()).isFalse();
      enough.set(true);
      assertThat(low.get()).isTrue();
    }
  }
}
