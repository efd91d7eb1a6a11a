package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rota.process.ProcessPool;
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

/** Both kinds of semaphores in one process and between several. */
@Timeout(120)
class SharedSemaphoreTest {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name =
      "semaphore-test-" + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet();
  private SharedRegion region;

  @BeforeEach
  void makeRegion() {
    region = SharedRegion.create(name, 1 << 16);
  }

  @AfterEach
  void closeRegion() {
    region.close();
  }

  @Test
  void permitsAreTakenAndGivenBack() throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 5);
    semaphore.acquire(2);
    assertThat(semaphore.tryAcquire(4)).isFalse();
    assertThat(semaphore.tryAcquire(3)).isTrue();
    assertThat(semaphore.tryAcquire(10, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(semaphore.heldPermits()).isEqualTo(5);
    semaphore.release(4);
    assertThat(semaphore.availablePermits()).isEqualTo(4);
    assertThat(semaphore.drainPermits()).isEqualTo(4);
    semaphore.release(5);
    assertThatThrownBy(semaphore::release).isInstanceOf(IllegalMonitorStateException.class);
    assertThat(semaphore.availablePermits()).isEqualTo(5);
    assertThatThrownBy(() -> semaphore.acquire(-1)).hasMessageContaining("-1");
  }

  @Test
  void anUnownedOneNeedsNoRegionAndTravels() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.unowned(1);
    SharedSemaphore other = SharedSemaphore.unowned(7);
    assertThat(other.availablePermits()).isEqualTo(7);
    assertThat(semaphore.isOwned()).isFalse();
    semaphore.acquire();
    try (ProcessPool pool = ProcessPool.builder().workers(1).spares(0).build()) {
      pool.submit(() -> semaphore.release(2)).get(60, TimeUnit.SECONDS);
    }
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  @Test
  void workersMayMakeNativeCalls() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).spares(0).build()) {
      boolean enabled =
          pool.submit(() -> SharedSemaphore.class.getModule().isNativeAccessEnabled())
              .get(60, TimeUnit.SECONDS);
      assertThat(enabled).isTrue(); // else the JDK would warn of the first
    }
  }

  @Test
  void unownedOnesAreAnybodys() throws Exception {
    SharedSemaphore semaphore = region.unownedSemaphore("u", -1);
    assertThat(semaphore.tryAcquire()).isFalse();
    semaphore.release(3);
    assertThat(semaphore.availablePermits()).isEqualTo(2);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> acquired = other.submit(() -> semaphore.acquireUninterruptibly(4));
      await().until(() -> !region.locks().getFirst().waiters().isEmpty());
      semaphore.release();
      assertThat(semaphore.availablePermits()).isEqualTo(3);
      semaphore.release();
      acquired.get();
    }
    assertThat(semaphore.drainPermits()).isZero();
    semaphore.release(Integer.MAX_VALUE);
    assertThatThrownBy(semaphore::release).isInstanceOf(Error.class);
  }

  @Test
  void nobodyElseReleasesWhatAProcessHas() throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 3);
    semaphore.acquire(2);
    try (Child child = new Child(name)) {
      assertThat(child.ask("release s 3 1")).isEqualTo("IllegalMonitorStateException");
      assertThat(child.ask("acquire s 3 1")).isEqualTo("done");
      assertThat(child.ask("try s 3 1")).isEqualTo("false");
      semaphore.release();
      assertThat(child.ask("try s 3 1")).isEqualTo("true");
      assertThat(child.ask("release s 3 2")).isEqualTo("done");
    }
    assertThat(semaphore.heldPermits()).isEqualTo(1);
    semaphore.release();
    assertThat(semaphore.availablePermits()).isEqualTo(3);
  }

  @Test
  void permitsOfTheDeadComeBackOnce() throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 7);
    semaphore.acquire(1);
    try (Child one = new Child(name);
        Child two = new Child(name);
        ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      one.ask("acquire s 7 3");
      two.ask("acquire s 7 2");
      one.ask("release s 7 1");
      Future<?> acquired = other.submit(() -> semaphore.acquireUninterruptibly(4));
      await().until(() -> !region.locks().getFirst().waiters().isEmpty());
      one.kill();
      acquired.get();
      assertThat(semaphore.availablePermits()).isZero();
      two.kill();
      semaphore.acquire(2);
    }
    assertThat(semaphore.heldPermits()).isEqualTo(7);
    semaphore.release(7);
    assertThat(semaphore.availablePermits()).isEqualTo(7);
  }

  @Test
  void aFairOneServesWhoWantsManyInTurn() throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 4, true);
    semaphore.acquire(4);
    List<Integer> order = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int wants : new int[] {3, 1, 2}) {
      Thread thread =
          Thread.startVirtualThread(
              () -> {
                semaphore.acquireUninterruptibly(wants);
                synchronized (order) {
                  order.add(wants);
                }
              });
      threads.add(thread);
      await().until(() -> thread.getState() == Thread.State.WAITING);
    }
    semaphore.release(2);
    assertThat(semaphore.availablePermits()).isEqualTo(2);
    assertThat(order).isEmpty();
    semaphore.release(1);
    threads.get(0).join();
    assertThat(order).containsExactly(3);
    semaphore.release(1);
    threads.get(1).join();
    semaphore.release(2);
    threads.get(2).join();
    assertThat(order).containsExactly(3, 1, 2);
  }

  @Test
  void nothingCanBeTakenAndGivenBack() throws Exception {
    for (SharedSemaphore semaphore :
        List.of(
            region.semaphore("s", 2),
            region.semaphore("fair", 2, true),
            region.unownedSemaphore("u", 2))) {
      semaphore.acquire(0);
      assertThat(semaphore.tryAcquire(0)).isTrue();
      semaphore.release(0);
      assertThat(semaphore.availablePermits()).isEqualTo(2);
      semaphore.acquire(2);
      assertThat(semaphore.tryAcquire(0)).isTrue();
      semaphore.release(2);
    }
  }

  @Test
  void permitsAreNeverMoreThanThereAre() throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 3);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    int times = 1000;
    CountDownLatch done = new CountDownLatch(8);
    try (Child one = new Child(name)) {
      one.tell("churn s 3 5000");
      for (int i = 0; i < 8; i++) {
        Thread.Builder kind = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
        int wants = 1 + i % 3;
        kind.start(
            () -> {
              for (int k = 0; k < times; k++) {
                semaphore.acquireUninterruptibly(wants);
                most.accumulateAndGet(inside.addAndGet(wants), Math::max);
                inside.addAndGet(-wants);
                semaphore.release(wants);
              }
              done.countDown();
            });
      }
      done.await();
      one.expect("done");
    }
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(semaphore.availablePermits()).isEqualTo(3);
    assertThat(semaphore.heldPermits()).isZero();
  }

  @Test
  void aThousandWaitersAreServedOneByOneAndHoldNoCarrier() throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 1);
    semaphore.acquire();
    List<Thread> threads = new ArrayList<>();
    AtomicInteger served = new AtomicInteger();
    for (int i = 0; i < 1000; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                semaphore.acquireUninterruptibly();
                served.incrementAndGet();
                semaphore.release();
              }));
    }
    Thread.ofVirtual().start(() -> {}).join(); // a carrier is free
    semaphore.release();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(served).hasValue(1000);
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }
}
