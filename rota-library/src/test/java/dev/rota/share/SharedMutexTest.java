package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The mutex in one process and between several. */
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // who holds what when is what is tested
class SharedMutexTest {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name =
      "mutex-test-" + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet();
  private SharedRegion region;
  private SharedMutex mutex;

  @BeforeEach
  void makeRegion() {
    region = SharedRegion.create(name, 1 << 16);
    mutex = region.mutex("m");
  }

  @AfterEach
  void closeRegion() {
    region.close();
  }

  @Test
  void isReentrant() {
    mutex.lock();
    mutex.lock();
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
    mutex.unlock();
    assertThat(mutex.isLocked()).isTrue();
    mutex.unlock();
    assertThat(mutex.isLocked()).isFalse();
    assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalMonitorStateException.class);
  }

  @Test
  void anotherThreadNeitherTakesNorReleasesIt() throws Exception {
    mutex.lock();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertThat(other.submit(() -> mutex.tryLock()).get()).isFalse();
      assertThat(other.submit(() -> mutex.tryLock(10, TimeUnit.MILLISECONDS)).get()).isFalse();
      assertThatThrownBy(() -> other.submit(mutex::unlock).get())
          .hasCauseInstanceOf(IllegalMonitorStateException.class);
    }
    mutex.unlock();
  }

  @Test
  void hasNoConditions() {
    assertThatThrownBy(mutex::newCondition).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void threadsOfAllKindsExcludeEachOther() throws Exception {
    excludeEachOther(mutex);
  }

  @Test
  void fairlyToo() throws Exception {
    excludeEachOther(region.mutex("fair", true));
  }

  private static void excludeEachOther(SharedMutex mutex) throws Exception {
    long[] sum = {0};
    int times = 2000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Runnable adding =
          () -> {
            for (int k = 0; k < times; k++) {
              mutex.lock();
              try {
                sum[0]++;
              } finally {
                mutex.unlock();
              }
            }
          };
      threads.add(
          i % 2 == 0 ? Thread.ofPlatform().start(adding) : Thread.startVirtualThread(adding));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(sum[0]).isEqualTo(8L * times);
    assertThat(mutex.isLocked()).isFalse();
  }

  @Test
  void processesExcludeEachOther() throws Exception {
    SharedLong sum = region.counter("m.sum");
    try (Child one = new Child(name);
        Child two = new Child(name)) {
      one.tell("add m 20000");
      two.tell("add m 20000");
      for (int i = 0; i < 20000; i++) {
        mutex.lock();
        try {
          sum.set(sum.get() + 1);
        } finally {
          mutex.unlock();
        }
      }
      one.expect("done");
      two.expect("done");
    }
    assertThat(sum.get()).isEqualTo(60000);
  }

  @Test
  void interruptsReachWaiters() throws Exception {
    mutex.lock();
    for (boolean virtual : new boolean[] {false, true}) {
      AtomicInteger interrupted = new AtomicInteger();
      Runnable waiting =
          () -> {
            try {
              mutex.lockInterruptibly();
            } catch (InterruptedException e) {
              interrupted.incrementAndGet();
            }
          };
      Thread thread =
          virtual ? Thread.startVirtualThread(waiting) : Thread.ofPlatform().start(waiting);
      await().until(() -> region.locks().getFirst().waiters().size() == 1);
      thread.interrupt();
      thread.join();
      assertThat(interrupted).hasValue(1);
      assertThat(region.locks().getFirst().waiters()).isEmpty();
    }
    mutex.unlock();
  }

  @Test
  void anInterruptDoesNotEndLockButIsKept() throws Exception {
    for (boolean virtual : new boolean[] {false, true}) {
      mutex.lock();
      AtomicInteger kept = new AtomicInteger();
      Runnable waiting =
          () -> {
            mutex.lock();
            try {
              kept.set(Thread.currentThread().isInterrupted() ? 1 : 2);
            } finally {
              mutex.unlock();
            }
          };
      Thread thread =
          virtual ? Thread.startVirtualThread(waiting) : Thread.ofPlatform().start(waiting);
      await().until(() -> region.locks().getFirst().waiters().size() == 1);
      thread.interrupt();
      mutex.unlock();
      thread.join();
      assertThat(kept).hasValue(1);
    }
  }

  @Test
  void aFairOneIsTakenInTheOrderOfArrival() throws Exception {
    SharedMutex fair = region.mutex("fair", true);
    fair.lock();
    List<Integer> order = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    try (Child child = new Child(name)) {
      for (int i = 0; i < 6; i++) {
        if (i == 3) {
          child.tell("lock-fair fair");
          await().until(() -> waitersOf("fair").contains(child.pid()));
          continue;
        }
        int number = i;
        Runnable waiting =
            () -> {
              fair.lock();
              try {
                order.add(number);
              } finally {
                fair.unlock();
              }
            };
        Thread thread =
            i % 2 == 0 ? Thread.startVirtualThread(waiting) : Thread.ofPlatform().start(waiting);
        threads.add(thread);
        await().until(() -> isWaiting(thread));
      }
      fair.unlock();
      child.expect("done");
      assertThat(order).containsExactly(0, 1, 2);
      child.ask("unlock-fair fair");
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(order).containsExactly(0, 1, 2, 4, 5);
  }

  /** Parked, or asleep in the kernel, where Java thinks that it runs. */
  private static boolean isWaiting(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().equals("park") || frame.getMethodName().equals("sleep")) {
        return true;
      }
    }
    return false;
  }

  private List<Long> waitersOf(String lock) {
    return region.locks().stream()
        .filter(state -> state.name().equals(lock))
        .findFirst()
        .orElseThrow()
        .waiters();
  }

  @Test
  void theNextLearnsThatTheOwnerDied() throws Exception {
    try (Child child = new Child(name)) {
      assertThat(child.ask("lock m")).isEqualTo("locked");
      child.kill();
    }
    mutex.lock(); // nobody waited when it died
    assertThat(mutex.ownerDied()).isTrue();
    mutex.markRepaired();
    assertThat(mutex.ownerDied()).isFalse();
    mutex.unlock();
    mutex.lock();
    assertThat(mutex.ownerDied()).isFalse();
    mutex.unlock();
  }

  @Test
  void whoWaitsLearnsItToo() throws Exception {
    try (Child child = new Child(name);
        Child waiting = new Child(name)) {
      assertThat(child.ask("lock m")).isEqualTo("locked");
      waiting.tell("lock m");
      await().until(() -> waitersOf("m").contains(waiting.pid()));
      child.kill();
      waiting.expect("died");
      waiting.ask("repaired m");
      waiting.ask("unlock m");
    }
    mutex.lock();
    assertThat(mutex.ownerDied()).isFalse();
    mutex.unlock();
  }

  @Test
  void notRepairedIsUnusable() throws Exception {
    try (Child child = new Child(name)) {
      child.ask("lock m");
      child.kill();
    }
    mutex.lock();
    CountDownLatch waiting = new CountDownLatch(2);
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        all.add(
            others.submit(
                () -> {
                  waiting.countDown();
                  mutex.lock();
                }));
      }
      waiting.await();
      await().until(() -> !waitersOf("m").isEmpty());
      mutex.unlock();
      for (Future<?> one : all) {
        assertThatThrownBy(one::get).hasCauseInstanceOf(UnusableException.class);
      }
    }
    assertThatThrownBy(mutex::lock).isInstanceOf(UnusableException.class);
    assertThatThrownBy(mutex::tryLock).isInstanceOf(UnusableException.class);
  }

  @Test
  void aRegionThatIsClosedGivesItUpAndLetsWaitersGo() throws Exception {
    try (Child child = new Child(name)) {
      mutex.lock();
      child.tell("lock m");
      await().until(() -> waitersOf("m").contains(child.pid()));
      Thread.Builder[] kinds = {Thread.ofPlatform(), Thread.ofVirtual()};
      List<Throwable> thrown = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (Thread.Builder kind : kinds) {
        Thread thread =
            kind.uncaughtExceptionHandler(
                    (which, e) -> {
                      synchronized (thrown) {
                        thrown.add(e);
                      }
                    })
                .start(mutex::lock);
        threads.add(thread);
        await().until(() -> isWaiting(thread));
      }
      region.close();
      child.expect("died");
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(thrown)
          .hasSize(2)
          .allSatisfy(e -> assertThat(e).isInstanceOf(RegionException.class));
      assertThatThrownBy(mutex::lock).isInstanceOf(RegionException.class);
      assertThatThrownBy(mutex::tryLock).isInstanceOf(RegionException.class);
    }
  }
}
