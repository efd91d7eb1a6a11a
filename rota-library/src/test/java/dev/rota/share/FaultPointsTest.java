package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that are killed, or stopped and then killed, between any two instructions of the real
 * code where that could matter; whoever is left goes on.
 */
@Timeout(180)
@SuppressWarnings("LockNotBeforeTry") // who holds what when is what is tested
class FaultPointsTest {

  private static final String POINTS = "-Drota.share.faultPoints=true";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name =
      "fault-test-" + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private SharedRegion region;
  private SharedMutex mutex;

  @BeforeEach
  void makeRegion() {
    region = SharedRegion.create(name, 1 << 17);
    mutex = region.mutex("m");
  }

  @AfterEach
  void closeRegion() {
    region.close();
    threads.shutdownNow();
  }

  private Child child() throws Exception {
    return new Child(name, POINTS);
  }

  private void awaitWaiters(String lock, int count) {
    await()
        .until(
            () ->
                region.locks().stream()
                    .anyMatch(
                        state -> state.name().equals(lock) && state.waiters().size() == count));
  }

  private Future<Boolean> lockHere() {
    return threads.submit(
        () -> {
          mutex.lock();
          try {
            boolean died = mutex.ownerDied();
            if (died) {
              mutex.markRepaired();
            }
            return died;
          } finally {
            mutex.unlock();
          }
        });
  }

  private static boolean got(Future<Boolean> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void killedWithTheMutexJustTaken() throws Exception {
    try (Child child = child()) {
      child.ask("find m"); // takes a mutex itself
      child.ask("fault kill lock: taken");
      child.tell("lock m");
      child.awaitEnd();
    }
    assertThat(got(lockHere())).isTrue();
    assertThat(got(lockHere())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unlock: free", "wake: oldest found"})
  void killedWithTheMutexFreeAndNobodyWoken(String point) throws Exception {
    try (Child child = child()) {
      child.ask("lock m");
      Future<Boolean> here = lockHere();
      awaitWaiters("m", 1);
      child.ask("fault kill " + point);
      child.tell("unlock m");
      assertThat(got(here)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait: ticket drawn",
        "wait: ticket up",
        "wait: announced",
        "wait: about to sleep"
      })
  void killedOnTheWayToSleep(String point) throws Exception {
    assertThat(mutex.tryLock()).isTrue();
    try (Child child = child();
        Child other = child()) {
      child.ask("fault kill " + point);
      child.tell("lock m");
      child.awaitEnd();
      other.tell("lock m"); // behind the dead
      awaitWaiters("m", 1); // that of the dead has gone
      mutex.unlock();
      other.expect("locked");
    }
    assertThat(got(lockHere())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait: ticket up", "wait: announced", "wait: about to sleep"})
  void stoppedOnTheWayToSleepAndKilledWhenItsBellHasRung(String point) throws Exception {
    assertThat(mutex.tryLock()).isTrue();
    try (Child child = child();
        Child other = child()) {
      child.ask("fault stop " + point);
      child.tell("lock m");
      awaitWaiters("m", 1);
      other.tell("lock m");
      awaitWaiters("m", 2);
      mutex.unlock(); // rings for the one that is stopped
      child.kill();
      other.expect("locked");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait: announced", "wait: about to sleep"})
  void killedWhenItWasWokenAndAnotherHadPassedIt(String point) throws Exception {
    assertThat(mutex.tryLock()).isTrue();
    try (Child child = child();
        Child other = child()) {
      child.ask("fault stop " + point);
      child.tell("lock m");
      awaitWaiters("m", 1);
      other.tell("lock m");
      awaitWaiters("m", 2);
      mutex.unlock(); // wakes the one that is stopped; no note says that the other waits
      assertThat(mutex.tryLock()).isTrue();
      child.kill();
      awaitWaiters("m", 1);
      mutex.unlock();
      other.expect("locked");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unlock: free", "wake: oldest found"})
  void stoppedWithTheMutexFreeAndNobodyWokenWhileOthersGoOn(String point) throws Exception {
    try (Child child = child();
        Child other = child()) {
      child.ask("lock m");
      other.tell("lock m");
      awaitWaiters("m", 1);
      child.ask("fault stop " + point);
      child.tell("unlock m");
      await().until(() -> stat(child.pid()).contains(") T "));
      for (int i = 0; i < 1000; i++) {
        mutex.lock();
        mutex.unlock();
      }
      child.signal("CONT");
      other.expect("locked");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock: taken after waiting", "leave: ticket down"})
  void killedWithTheMutexTakenAfterWaiting(String point) throws Exception {
    assertThat(mutex.tryLock()).isTrue();
    try (Child child = child()) {
      child.ask("fault kill " + point);
      child.tell("lock m");
      awaitWaiters("m", 1);
      Future<Boolean> here = lockHere();
      awaitWaiters("m", 2);
      mutex.unlock();
      assertThat(got(here)).isTrue();
      assertThat(got(lockHere())).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bury: buried", "recover: free", "wake: oldest found", "bury: recovered"})
  void killedWhileItClearedUpAfterAnother(String point) throws Exception {
    try (Child holder = child();
        Child cleaner = child()) {
      holder.ask("lock m");
      cleaner.ask("fault kill " + point);
      cleaner.tell("lock m");
      awaitWaiters("m", 1);
      Future<Boolean> here = lockHere();
      awaitWaiters("m", 2);
      holder.kill();
      cleaner.kill(); // whether it came to it or we were first
      assertThat(got(here)).isTrue();
      assertThat(got(lockHere())).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"acquire: taken", "permits: about to copy", "permits: copied"})
  void killedOnItsWayToAPermit(String point) throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 3);
    semaphore.acquire(); // the word speaks of this process, so the child has to copy
    try (Child child = child()) {
      child.ask("fault kill " + point);
      child.tell("acquire s 3 2");
      child.awaitEnd();
    }
    assertThat(semaphore.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
    assertThat(semaphore.heldPermits()).isEqualTo(3);
    semaphore.release(3);
    assertThat(semaphore.availablePermits()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"permits: about to copy", "permits: copied"})
  void stoppedOnItsWayToAPermitWhileOthersGoOn(String point) throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 3);
    semaphore.acquire();
    try (Child child = child()) {
      child.ask("fault stop " + point);
      child.tell("acquire s 3 1");
      await().until(() -> stat(child.pid()).contains(") T "));
      for (int i = 0; i < 1000; i++) {
        semaphore.acquire();
        semaphore.release();
      }
      child.signal("CONT");
      child.expect("done");
      assertThat(semaphore.availablePermits()).isEqualTo(1);
      assertThat(semaphore.heldPermits()).isEqualTo(1);
      child.kill();
      assertThat(semaphore.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
      assertThat(semaphore.availablePermits()).isZero();
    }
  }

  /** The wake-up for the second waiter came while the first still had its ticket up. */
  @Test
  void stoppedWithAPermitTakenAfterWaitingWhileAnotherIsGivenBackAndTakenInPassing()
      throws Exception {
    try (Child first = child();
        Child second = child()) {
      SharedSemaphore semaphore = stoppedWhileAnotherPermitIsTakenInPassing(first, second);
      first.signal("CONT");
      first.expect("done");
      semaphore.release();
      assertThat(hear(second)).isEqualTo("done");
    }
  }

  /** Whoever clears up after it passes on what it was woken for. */
  @Test
  void killedWithAPermitTakenAfterWaitingWhileAnotherIsGivenBackAndTakenInPassing()
      throws Exception {
    try (Child first = child();
        Child second = child()) {
      SharedSemaphore semaphore = stoppedWhileAnotherPermitIsTakenInPassing(first, second);
      first.kill();
      assertThat(hear(second)).isEqualTo("done");
      semaphore.release();
    }
  }

  /** The same, once it is on its way to pass the wake-up on. */
  @ParameterizedTest
  @ValueSource(strings = {"leave: ticket down", "wake: oldest found"})
  void killedOnTheWayToPassTheWakeUpOn(String point) throws Exception {
    try (Child first = child();
        Child second = child()) {
      first.ask("then kill " + point);
      SharedSemaphore semaphore = stoppedWhileAnotherPermitIsTakenInPassing(first, second);
      first.signal("CONT");
      first.awaitEnd();
      assertThat(hear(second)).isEqualTo("done");
      semaphore.release();
    }
  }

  private SharedSemaphore stoppedWhileAnotherPermitIsTakenInPassing(Child first, Child second)
      throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 2);
    semaphore.acquire(2);
    first.ask("fault stop acquire: taken after waiting");
    first.tell("acquire s 2 1");
    awaitWaiters("s", 1);
    second.tell("acquire s 2 1");
    awaitWaiters("s", 2);
    semaphore.release();
    await().until(() -> stat(first.pid()).contains(") T "));
    semaphore.release();
    assertThat(semaphore.tryAcquire()).isTrue();
    return semaphore;
  }

  private String hear(Child child) throws Exception {
    return threads.submit(child::hear).get(60, TimeUnit.SECONDS);
  }

  private static String stat(long pid) throws Exception {
    return java.nio.file.Files.readString(java.nio.file.Path.of("/proc/" + pid + "/stat"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"release: given back", "wake: oldest found"})
  void killedWithAPermitGivenBackAndNobodyWoken(String point) throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 2);
    try (Child child = child()) {
      child.ask("acquire s 2 2");
      Future<?> here = threads.submit(() -> semaphore.acquireUninterruptibly(2));
      awaitWaiters("s", 1);
      child.ask("fault kill " + point);
      child.tell("release s 2 1");
      here.get(60, TimeUnit.SECONDS);
      assertThat(semaphore.heldPermits()).isEqualTo(2);
    }
  }

  @Test
  void killedWithPermitsTakenAfterWaiting() throws Exception {
    SharedSemaphore semaphore = region.semaphore("s", 2);
    semaphore.acquire(2);
    try (Child child = child()) {
      child.ask("fault kill acquire: taken after waiting");
      child.tell("acquire s 2 2");
      awaitWaiters("s", 1);
      Future<?> here = threads.submit(() -> semaphore.acquireUninterruptibly(2));
      awaitWaiters("s", 2);
      semaphore.release(2);
      here.get(60, TimeUnit.SECONDS);
      assertThat(semaphore.availablePermits()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"put: copied", "put: there"})
  void aProducerKilledOnTheWayLeavesAMessageWholeOrNotAtAll(String point) throws Exception {
    SharedQueue queue = region.queue("q", 1024);
    Future<byte[]> taken = threads.submit(queue::take);
    try (Child child = child()) {
      child.ask("fault kill " + point);
      child.tell("put q whole");
      child.awaitEnd();
    }
    if (point.equals("put: copied")) {
      queue.put("next".getBytes(StandardCharsets.UTF_8));
    }
    String expected = point.equals("put: copied") ? "next" : "whole";
    assertThat(new String(taken.get(60, TimeUnit.SECONDS), StandardCharsets.UTF_8))
        .isEqualTo(expected);
    queue.put(new byte[1]);
    assertThat(queue.take()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"take: copied", "take: gone", "signal: announced"})
  void aConsumerKilledOnTheWayLeavesTheQueueInOrder(String point) throws Exception {
    SharedQueue queue = region.queue("q", 1024);
    try (Child child = child()) {
      child.ask("fault kill " + point);
      if (point.equals("signal: announced")) {
        child.tell("take q");
        child.awaitEnd();
      }
      queue.put("one".getBytes(StandardCharsets.UTF_8));
      queue.put("two".getBytes(StandardCharsets.UTF_8));
      child.tell("take q");
      child.awaitEnd();
    }
    List<String> left = point.equals("take: gone") ? List.of("two") : List.of("one", "two");
    for (String expected : left) {
      byte[] message = queue.poll(60, TimeUnit.SECONDS);
      assertThat(message).asString(StandardCharsets.UTF_8).isEqualTo(expected);
    }
    assertThat(queue.usedBytes()).isZero();
  }

  @Test
  void aProducerKilledBeforeItTellsIsRememberedByWhoClearsUp() throws Exception {
    SharedQueue queue = region.queue("q", 1024);
    Future<byte[]> taken = threads.submit(queue::take);
    await().until(() -> queue.takers().isLocked());
    try (Child child = child()) {
      child.ask("fault kill signal: taken");
      child.tell("put q told");
      assertThat(taken.get(60, TimeUnit.SECONDS)).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory: written", "directory: counted"})
  void killedWhileItMadeSomething(String point) throws Exception {
    try (Child child = child()) {
      child.ask("fault kill " + point);
      child.tell("acquire new 5 2");
      child.awaitEnd();
    }
    assertThat(region.semaphore("new", 5).tryAcquire(5)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"join: identity written", "join: live"})
  void killedWhileItCame(String point) throws Exception {
    try (Child child = child()) {
      child.ask("fault kill " + point);
      child.tell("create " + name + "-theirs");
      child.awaitEnd();
    }
    assertThat(SharedRegion.names()).doesNotContain(name + "-theirs");
    try (Child child = child()) {
      assertThat(child.ask("lock m")).isEqualTo("locked");
    }
    assertThat(got(lockHere())).isTrue();
  }
}
