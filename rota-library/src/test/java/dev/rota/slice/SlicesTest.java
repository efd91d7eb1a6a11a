package dev.rota.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that poll lose their carrier when their time slice is over, wherever they are. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class SlicesTest {

  private final AtomicBoolean enough = new AtomicBoolean();

  /** Without spares nothing but a preemption can help. */
  private static SlicedPool pool(int workers) {
    return SlicedPool.builder().workers(workers).spares(0).quantum(Duration.ofMillis(1)).build();
  }

  /** A test that failed must not leave its hogs to the next. */
  @AfterEach
  void endHogs() {
    enough.set(true);
  }

  private int hog() {
    int rounds = 0;
    while (!enough.get()) {
      rounds++;
      Slice.poll();
    }
    return rounds;
  }

  @Test
  void hogsDoNotStarveTheirNeighbours() throws Exception {
    try (SlicedPool pool = pool(2)) {
      List<TaskFuture<Integer>> hogs =
          IntStream.range(0, 6).mapToObj(i -> pool.submit(this::hog)).toList();
      for (int i = 0; i < 20; i++) {
        int number = i;
        assertThat(pool.submit(() -> number).get()).isEqualTo(number);
      }
      enough.set(true);
      for (TaskFuture<Integer> hog : hogs) {
        assertThat(hog.get()).isPositive();
      }
      SliceStats slices = pool.slices();
      assertThat(slices.expired() + slices.preempted()).isPositive();
      assertThat(pool.slices().compensated()).isZero();
    }
  }

  @Test
  void locksStayHeldAcrossPreemptions() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Object monitor = new Object();
    AtomicInteger inside = new AtomicInteger();
    try (SlicedPool pool = pool(2)) {
      var _ = pool.submit(this::hog); // so that who has the lock has rivals
      var _ = pool.submit(this::hog);
      List<TaskFuture<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(
            pool.submit(
                () -> {
                  boolean alone = true;
                  for (int round = 0; round < 5; round++) {
                    lock.lock();
                    try {
                      synchronized (monitor) {
                        alone &= inside.incrementAndGet() == 1;
                        spinThrough(3);
                        inside.decrementAndGet();
                      }
                    } finally {
                      lock.unlock();
                    }
                  }
                  return alone;
                }));
      }
      for (TaskFuture<Boolean> task : tasks) {
        assertThat(task.get()).isTrue();
      }
      enough.set(true);
      assertThat(pool.slices().expired()).isPositive();
    }
  }

  /** Polls until so many milliseconds have passed. */
  private static void spinThrough(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    while (System.nanoTime() < end) {
      Slice.poll();
    }
  }

  /** Code of the JDK calls back under its own locks; others need the same locks to get on. */
  @Test
  void callbacksUnderLocksOfTheJdkArePreempted() throws Exception {
    ConcurrentHashMap<String, Integer> map = new ConcurrentHashMap<>();
    try (SlicedPool pool = pool(1)) {
      CountDownLatch inside = new CountDownLatch(1);
      TaskFuture<Integer> first =
          pool.submit(
              () ->
                  map.computeIfAbsent(
                      "key",
                      key -> {
                        inside.countDown();
                        return hog();
                      }));
      inside.await();
      TaskFuture<Integer> second = pool.submit(() -> map.computeIfAbsent("key", key -> -1));
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      assertThat(second.isDone()).isFalse();
      enough.set(true);
      assertThat(second.get()).isEqualTo(first.get());
    }
  }

  @Test
  void aTextMadeUnderTheLockOfAStreamIsPreempted() throws Exception {
    Object slow =
        new Object() {
          @Override
          public String toString() {
            return "rounds: " + hog();
          }
        };
    java.io.PrintStream out =
        new java.io.PrintStream(java.io.OutputStream.nullOutputStream(), true);
    try (SlicedPool pool = pool(1)) {
      TaskFuture<?> printing =
          pool.submit(
              () -> {
                synchronized (out) {
                  out.println(slow);
                }
              });
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      TaskFuture<?> waiting = pool.submit(() -> out.println("after"));
      assertThat(pool.submit(() -> 2).get()).isEqualTo(2);
      enough.set(true);
      printing.get();
      waiting.get();
    }
  }

  @Test
  void aClassLoaderThatIsSlowIsPreempted() throws Exception {
    class Slow extends ClassLoader {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
          hog();
          return super.loadClass(name, resolve);
        }
      }
    }
    Slow loader = new Slow();
    try (SlicedPool pool = pool(1)) {
      TaskFuture<Class<?>> first = pool.submit(() -> loader.loadClass("java.lang.String"));
      TaskFuture<Class<?>> second = pool.submit(() -> loader.loadClass("java.lang.String"));
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      enough.set(true);
      assertThat(first.get()).isSameAs(second.get());
    }
  }

  /** In CPU time, as slices are: on a busy machine little of it passes in a while. */
  private static void useUp(int slices) {
    LongSupplier clock = Slice.cpuClock();
    long end = clock.getAsLong() + slices * 1_000_000L;
    while (clock.getAsLong() < end) {
      Slice.poll();
    }
  }

  @Test
  void aSectionThatIsWholeIsNotCutButRightAfterIt() throws Exception {
    AtomicInteger others = new AtomicInteger();
    try (SlicedPool pool = pool(1)) {
      CountDownLatch submitted = new CountDownLatch(1);
      TaskFuture<List<Integer>> whole =
          pool.submit(
              () -> {
                submitted.await();
                int before = others.get();
                int during =
                    Slice.whole(
                        () -> {
                          useUp(20);
                          return others.get();
                        });
                return List.of(during - before, others.get() - during); // without a poll
              });
      TaskFuture<?> other =
          pool.submit(
              () -> {
                while (!enough.get()) {
                  others.incrementAndGet();
                  Slice.poll();
                }
              });
      await().until(() -> others.get() > 0);
      submitted.countDown();
      List<Integer> seen = whole.get();
      enough.set(true); // or the pool does not close
      other.get();
      assertThat(seen.getFirst()).isZero();
      assertThat(seen.getLast()).isPositive();
    }
  }

  @Test
  void hogsGetEqualShares() throws Exception {
    try (SlicedPool pool = pool(2)) {
      List<TaskFuture<Integer>> hogs =
          IntStream.range(0, 5).mapToObj(i -> pool.submit(this::hog)).toList();
      await()
          .until(
              () ->
                  hogs.stream()
                      .allMatch(hog -> hog.execution().cpuTime().compareTo(millis(200)) > 0));
      enough.set(true);
      double[] times = new double[hogs.size()];
      for (int i = 0; i < times.length; i++) {
        hogs.get(i).get();
        times[i] = hogs.get(i).execution().cpuTime().toNanos();
      }
      assertThat(jain(times)).isGreaterThan(0.98);
    }
  }

  /** It is charged by the wall clock at each submission, and by its CPU clock by the ticker. */
  @Test
  void aTaskIsNotChargedTwice() throws Exception {
    Duration slice = Duration.ofSeconds(10);
    try (SlicedPool pool = SlicedPool.builder().workers(1).spares(0).quantum(slice).build()) {
      TaskFuture<Integer> hog = pool.submit(this::hog);
      await().until(() -> pool.slices().turns() == 1);
      var _ = pool.submit(() -> 1); // from now on the ticker looks
      Duration looked = hog.execution().runTime().plusMillis(100);
      await().until(() -> hog.execution().runTime().compareTo(looked) > 0);
      var _ = pool.submit(() -> 2);
      Duration cpu = hog.execution().cpuTime();
      Duration run = hog.execution().runTime();
      enough.set(true);
      hog.get();
      assertThat(cpu).isPositive().isLessThanOrEqualTo(run);
    }
  }

  @Test
  void aCooperativeTaskIsNotChargedForSleepBeforeItsEnd() throws Exception {
    try (SlicedPool pool = SlicedPool.cooperative().workers(1).build()) {
      for (int i = 0; i < 20; i++) {
        TaskFuture<?> sleeper =
            pool.submit(
                () -> {
                  Thread.sleep(20);
                  return 0;
                });
        sleeper.get();
        assertThat(sleeper.execution().cpuTime()).isLessThan(millis(10));
      }
    }
  }

  private static Duration millis(int millis) {
    return Duration.ofMillis(millis);
  }

  private static double jain(double[] shares) {
    double sum = 0;
    double squares = 0;
    for (double share : shares) {
      sum += share;
      squares += share * share;
    }
    return sum * sum / (shares.length * squares);
  }

  @Test
  void threadsOfTheFactoryTakeTurnsWithTasks() throws Exception {
    SlicedPool pool = pool(1);
    Thread thread = pool.threadFactory().newThread(this::hog);
    try (pool) {
      thread.start();
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      assertThat(pool.slices().alive()).isEqualTo(1);
      enough.set(true);
      thread.join();
    }
    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  void threadsThatATaskStartsHaveTurnsOfTheirOwn() throws Exception {
    try (SlicedPool pool = pool(1)) {
      Thread child =
          pool.submit(
                  () -> {
                    Thread started = Thread.startVirtualThread(this::hog);
                    assertThat(pool.slices().alive()).isEqualTo(2);
                    return started;
                  })
              .get();
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      Thread grandchild = pool.submit(() -> Thread.ofVirtual().start(this::hog)).get();
      assertThat(pool.submit(() -> 2).get()).isEqualTo(2);
      assertThat(child.isAlive()).isTrue();
      enough.set(true);
      child.join();
      grandchild.join();
    }
  }
}
