package dev.rota.slice;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.schedule.FairShares;
import dev.rota.schedule.Policy;
import dev.rota.schedule.StrictPriority;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who waits for a mutex of any kind lends its turns to who has it, and gets them back: what all
 * kinds have in common.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
abstract class LentTurns {

  private static final TaskOptions LOWEST = TaskOptions.defaults().withPriority(0);
  private static final TaskOptions LOW = TaskOptions.defaults().withPriority(1);
  private static final TaskOptions MEDIUM = TaskOptions.defaults().withPriority(2);
  private static final TaskOptions HIGH = TaskOptions.defaults().withPriority(3);
  private static final TaskOptions HIGHEST = TaskOptions.defaults().withPriority(4);

  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicBoolean go = new AtomicBoolean();
  private final CountDownLatch held = new CountDownLatch(1);
  private final Function<String, Lock> mutexes;
  private final Lock door;

  /** Makes mutexes by name. */
  LentTurns(Function<String, Lock> mutexes) {
    this.mutexes = mutexes;
    door = mutexes.apply("door");
  }

  /** Before a pool is closed, also if the test has failed. */
  void endHogs() {
    enough.set(true);
  }

  /** Under it low never has a turn as long as medium computes; and no turn ends by itself. */
  private static SlicedPool byPriority(int workers) {
    return pool(workers, new StrictPriority(Duration.ofMinutes(2)));
  }

  private static SlicedPool pool(int workers, Policy policy) {
    return SlicedPool.builder()
        .workers(workers)
        .spares(0)
        .policy(policy)
        .interruptGrace(Duration.ofMinutes(1))
        .build();
  }

  private int hog() {
    return spinUntil(enough::get);
  }

  private static int spinUntil(BooleanSupplier end) {
    int rounds = 1;
    while (!end.getAsBoolean()) {
      rounds++;
      Slice.poll();
    }
    return rounds;
  }

  /** Uses so much CPU time of its own. */
  private static int compute(long millis) {
    LongSupplier clock = Slice.cpuClock();
    long end = clock.getAsLong() + MILLISECONDS.toNanos(millis);
    return spinUntil(() -> clock.getAsLong() >= end);
  }

  private int with(Lock mutex, long millis) {
    return with(mutex, () -> true, millis);
  }

  private int with(Lock mutex, BooleanSupplier begins, long millis) {
    mutex.lock();
    try {
      held.countDown();
      spinUntil(begins);
      return compute(millis);
    } finally {
      mutex.unlock();
    }
  }

  /** Has the door until there is enough, computing. */
  private int keep() {
    door.lock();
    try {
      held.countDown();
      return hog();
    } finally {
      door.unlock();
    }
  }

  private static long millis(TaskFuture<?> task) {
    return task.execution().cpuTime().toMillis();
  }

  private static boolean isWaiting(TaskFuture<?> task) {
    Thread thread = ((SlicedTask<?>) task).strand().thread;
    return thread != null
        && (thread.getState() == Thread.State.WAITING
            || thread.getState() == Thread.State.TIMED_WAITING);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void lowGoesOnAtThePriorityOfHigh(int carriers) throws Exception {
    try (SlicedPool pool = byPriority(carriers);
        Closeable _ = this::endHogs) {
      TaskFuture<Integer> low = pool.submit(() -> with(door, go::get, 100), LOW);
      held.await();
      List<TaskFuture<Integer>> hogs =
          List.of(pool.submit(this::hog, MEDIUM), pool.submit(this::hog, MEDIUM));
      await().until(() -> millis(hogs.get(0)) + millis(hogs.get(1)) > 20);
      go.set(true); // from here on low has no turn but a lent one
      long turns = pool.slices().turns();
      TaskFuture<Integer> high = pool.submit(() -> with(door, 1), HIGH);
      assertThat(high.get(30, SECONDS)).isPositive();
      assertThat(hogs).noneMatch(TaskFuture::isDone);
      if (carriers == 1) {
        assertThat(pool.slices().turns() - turns).isLessThan(50);
      }
      enough.set(true);
      low.get();
    }
  }

  @Test
  void whoUnlocksInALentTurnGivesItUp() throws Exception {
    try (SlicedPool pool = byPriority(1);
        Closeable _ = this::endHogs) {
      TaskFuture<Integer> low = pool.submit(() -> with(door, 20) + hog(), LOW);
      held.await();
      TaskFuture<Integer> high = pool.submit(() -> with(door, 1), HIGH);
      assertThat(high.get(30, SECONDS)).isPositive();
      assertThat(low.isDone()).isFalse();
      enough.set(true);
      low.get();
    }
  }

  /** First come, first served: the one that waits longest is the next, at the pace of the last. */
  @Test
  void theNextInTheQueueGoesOnAtThePriorityOfTheLast() throws Exception {
    try (SlicedPool pool = byPriority(1);
        Closeable _ = this::endHogs) {
      TaskFuture<Integer> low = pool.submit(() -> with(door, go::get, 60), LOWEST);
      held.await();
      TaskFuture<Integer> other = pool.submit(() -> with(door, 20), LOW);
      await().until(() -> isWaiting(other));
      go.set(true);
      var _ = pool.submit(this::hog, MEDIUM);
      TaskFuture<Integer> high = pool.submit(() -> with(door, 1), HIGH);
      assertThat(high.get(30, SECONDS)).isPositive();
      enough.set(true);
      low.get();
      other.get();
    }
  }

  @Test
  void turnsAreLentAlongAChain() throws Exception {
    Lock inner = mutexes.apply("inner");
    try (SlicedPool pool = byPriority(1);
        Closeable _ = this::endHogs) {
      TaskFuture<Integer> low = pool.submit(() -> with(inner, go::get, 60), LOWEST);
      held.await();
      CountDownLatch both = new CountDownLatch(1);
      TaskFuture<Integer> middle =
          pool.submit(
              () -> {
                door.lock();
                try {
                  both.countDown();
                  return with(inner, 1);
                } finally {
                  door.unlock();
                }
              },
              LOW);
      both.await();
      await().until(() -> isWaiting(middle));
      TaskFuture<Integer> hog = pool.submit(this::hog, MEDIUM);
      await().until(() -> millis(hog) > 5);
      go.set(true);
      TaskFuture<Integer> high = pool.submit(() -> with(door, 1), HIGH);
      assertThat(high.get(30, SECONDS)).isPositive();
      assertThat(hog.isDone()).isFalse();
      enough.set(true);
      low.get();
      middle.get();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void oneThatSleepsIsLentNothingUntilItWakes(int carriers) throws Exception {
    CountDownLatch sleeps = new CountDownLatch(1);
    try (SlicedPool pool = byPriority(carriers);
        Closeable _ = this::endHogs) {
      TaskFuture<Integer> low =
          pool.submit(
              () -> {
                door.lock();
                try {
                  held.countDown();
                  sleeps.await();
                  return compute(20);
                } finally {
                  door.unlock();
                }
              },
              LOW);
      held.await();
      await().until(() -> isWaiting(low));
      TaskFuture<Integer> high = pool.submit(() -> with(door, 1), HIGH);
      await().until(() -> isWaiting(high));
      List<TaskFuture<Integer>> hogs =
          List.of(pool.submit(this::hog, MEDIUM), pool.submit(this::hog, MEDIUM));
      await().until(() -> millis(hogs.get(0)) + millis(hogs.get(1)) > 20);
      assertThat(high.isDone()).isFalse();
      sleeps.countDown();
      assertThat(high.get(30, SECONDS)).isPositive();
      assertThat(hogs).noneMatch(TaskFuture::isDone);
      enough.set(true);
      low.get();
    }
  }

  /** Nobody of the pool has it, then one that gets no turn of its own is the next. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoGetsItFromOutsideGoesOnAtThePriorityOfTheLast(boolean ofAnotherPool) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (SlicedPool others = byPriority(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        SlicedPool pool = byPriority(1);
        Closeable _ = this::endHogs;
        Closeable _ = over::countDown) {
      Future<?> outside = (ofAnotherPool ? others : threads).submit(() -> keepUntil(over));
      held.await();
      TaskFuture<Integer> low = pool.submit(() -> with(door, 20), LOW);
      await().until(() -> isWaiting(low));
      TaskFuture<Integer> high = pool.submit(() -> with(door, 1), HIGH);
      await().until(() -> isWaiting(high));
      TaskFuture<Integer> hog = pool.submit(this::hog, MEDIUM);
      await().until(() -> millis(hog) > 5); // so the turns of high are nobody's
      over.countDown();
      assertThat(high.get(30, SECONDS)).isPositive();
      assertThat(hog.isDone()).isFalse();
      enough.set(true);
      low.get();
      outside.get();
    }
  }

  private Object keepUntil(CountDownLatch over) throws InterruptedException {
    door.lock();
    try {
      held.countDown();
      over.await();
      return door;
    } finally {
      door.unlock();
    }
  }

  @Test
  void anInterruptEndsTheLoan() throws Exception {
    try (SlicedPool pool = byPriority(1);
        Closeable _ = this::endHogs) {
      TaskFuture<Integer> low = pool.submit(this::keep, LOW);
      held.await();
      TaskFuture<Integer> hog = pool.submit(this::hog, MEDIUM);
      await().until(() -> millis(hog) > 5);
      long before = millis(low);
      TaskFuture<?> high =
          pool.submit(
              () -> {
                door.lockInterruptibly();
                return 0;
              },
              HIGH);
      await().until(() -> isWaiting(high));
      lendsUntil(low, before, hog, () -> high.cancel(true));
    }
  }

  @Test
  void aTimeThatIsOverEndsTheLoan() throws Exception {
    try (SlicedPool pool = byPriority(1);
        Closeable _ = this::endHogs) {
      TaskFuture<Integer> low = pool.submit(this::keep, LOW);
      held.await();
      TaskFuture<Integer> hog = pool.submit(this::hog, MEDIUM);
      await().until(() -> millis(hog) > 5);
      long before = millis(low);
      TaskFuture<Boolean> high = pool.submit(() -> door.tryLock(300, MILLISECONDS), HIGH);
      lendsUntil(low, before, hog, () -> assertThat(high.get()).isFalse());
    }
  }

  /** Something that ends a loan, and may throw. */
  private interface End {
    void run() throws Exception;
  }

  private void lendsUntil(TaskFuture<?> low, long before, TaskFuture<?> hog, End end)
      throws Exception {
    await().until(() -> millis(low) > before + 20);
    end.run();
    long hogs = millis(hog);
    await().until(() -> millis(hog) > hogs + 5); // it is the one that goes on
    long lows = millis(low);
    await().until(() -> millis(hog) > hogs + 50);
    assertThat(millis(low) - lows).isLessThan(5);
    enough.set(true);
    low.get();
  }

  @Test
  void aHolderThatEndsInALentTurnLeavesNothingBehind() throws Exception {
    SlicedPool pool = byPriority(1);
    try (pool;
        Closeable _ = this::endHogs) {
      TaskFuture<Integer> low =
          pool.submit(
              () -> {
                with(door, 50);
                throw new IllegalStateException("on purpose");
              },
              LOW);
      held.await();
      TaskFuture<Integer> hog = pool.submit(this::hog, MEDIUM);
      TaskFuture<Integer> high = pool.submit(() -> with(door, 1), HIGH);
      assertThat(high.get(30, SECONDS)).isPositive();
      enough.set(true);
      hog.get();
      await().until(low::isDone);
      assertThat(low.exceptionNow()).isInstanceOf(IllegalStateException.class);
      assertThat(pool.slices().ready()).isZero();
      assertThat(pool.slices().alive()).isZero();
    }
  }

  @Test
  void aDeadlockDoesNotStopTheOthers() throws Exception {
    Lock other = mutexes.apply("other");
    CountDownLatch both = new CountDownLatch(2);
    try (SlicedPool pool = byPriority(1);
        Closeable _ = this::endHogs) {
      TaskFuture<?> one = pool.submit(() -> cross(door, other, both), HIGH);
      TaskFuture<?> two = pool.submit(() -> cross(other, door, both), HIGH);
      await().until(() -> isWaiting(one) && isWaiting(two) && both.getCount() == 0);
      TaskFuture<?> third = pool.submit(() -> with(door, 1), HIGHEST);
      await().until(() -> isWaiting(third));
      for (int i = 0; i < 100; i++) {
        assertThat(pool.submit(() -> compute(1), LOW).get()).isPositive();
      }
      assertThat(one.cancel(true)).isTrue();
      two.get(30, SECONDS);
      third.get(30, SECONDS);
    }
  }

  private static int cross(Lock first, Lock second, CountDownLatch both) throws Exception {
    first.lock();
    try {
      both.countDown();
      both.await();
      second.lockInterruptibly();
      second.unlock();
      return 0;
    } finally {
      first.unlock();
    }
  }

  @Test
  void aPoolEndsWhoseTasksWait() throws Exception {
    SlicedPool pool = byPriority(2);
    TaskFuture<?> keeper =
        pool.submit(
            () -> {
              door.lock();
              try {
                held.countDown();
                return spinUntil(Thread.currentThread()::isInterrupted);
              } finally {
                door.unlock();
              }
            });
    held.await();
    List<TaskFuture<Integer>> waiters =
        List.of(
            pool.submit(() -> with(door, 1), HIGH),
            pool.submit(() -> with(door, 1), LOW),
            pool.submit(() -> with(door, 1), MEDIUM));
    await().until(() -> waiters.stream().allMatch(LentTurns::isWaiting));
    assertThat(pool.shutdownNow()).isEmpty();
    assertThat(pool.awaitTermination(30, SECONDS)).isTrue();
    assertThat(keeper.isDone()).isTrue();
    assertThat(door.tryLock()).isTrue();
  }

  /** A hundredth of the carrier has what nearly half of it wants; the large share pays. */
  @Test
  void aSmallShareGoesOnAtThePaceOfALargeWhichPays() throws Exception {
    NotingPolicy policy =
        new NotingPolicy(
            FairShares.builder()
                .quantum(Duration.ofMillis(1))
                .group("small", 2)
                .group("large", 98)
                .group("hog", 100)
                .build());
    try (SlicedPool pool = pool(1, policy);
        Closeable _ = this::endHogs) {
      TaskFuture<Integer> small =
          pool.submit(() -> with(door, 200), TaskOptions.defaults().withShare("small"));
      held.await();
      TaskFuture<Integer> hog = pool.submit(this::hog, TaskOptions.defaults().withShare("hog"));
      TaskFuture<Integer> large =
          pool.submit(() -> with(door, 1), TaskOptions.defaults().withShare("large"));
      assertThat(large.get(30, SECONDS)).isPositive();
      assertThat(millis(hog)).isBetween(100L, 600L); // 200 by the shares; 10,000 by small's own
      enough.set(true);
      small.get();
      hog.get();
      assertThat(millis(small)).isBetween(199L, 230L);
      assertThat(millis(large)).isLessThan(30);
      assertThat(policy.millis("large")).isGreaterThan(120);
      assertThat(policy.millis("small")).isLessThan(80);
      long sum = millis(small) + millis(large) + millis(hog);
      assertThat(policy.millis("small") + policy.millis("large") + policy.millis("hog"))
          .isBetween(sum - 20, sum + 20);
    }
  }
}
