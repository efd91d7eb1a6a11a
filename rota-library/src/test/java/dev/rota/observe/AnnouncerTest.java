package dev.rota.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.observe.PoolEvent.TaskQueued;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Delivery by many threads. */
@Timeout(60)
class AnnouncerTest {

  private static TaskQueued event(String pool, long number) {
    return new TaskQueued(pool, System.nanoTime(), number, "");
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void inParallel(int threads, IntConsumer work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      all.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      start.await();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                    work.accept(number);
                  }));
    }
    for (Thread thread : all) {
      thread.join();
    }
  }

  /** Fails if `delivery` is not held while observers are called. */
  @Test
  void oneEventAtATimeAndThoseOfAThreadInItsOrder() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    List<PoolEvent> told = new ArrayList<>(); // not thread-safe, which delivery must make up for
    Announcer announcer =
        new Announcer(
            List.of(
                event -> {
                  assertThat(inside.incrementAndGet()).isEqualTo(1);
                  told.add(event);
                  inside.decrementAndGet();
                }));
    int each = 50_000;
    inParallel(
        4,
        thread -> {
          for (int i = 0; i < each; i++) {
            announcer.add(event("thread " + thread, i));
            announcer.deliver();
          }
        });
    announcer.deliverAll();
    assertThat(told).hasSize(4 * each);
    long[] next = new long[4];
    for (PoolEvent event : told) {
      int thread = Integer.parseInt(event.pool().substring("thread ".length()));
      assertThat(((TaskQueued) event).task()).isEqualTo(next[thread]++);
    }
  }

  /** Fails if the one that delivers does not look again after it has let go. */
  @Test
  void noEventIsStrandedWhenAllHaveDelivered() throws Exception {
    AtomicInteger told = new AtomicInteger();
    Announcer announcer = new Announcer(List.of(event -> told.incrementAndGet()));
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger stranded = new AtomicInteger();
    int rounds = 10_000;
    inParallel(
        2,
        thread -> {
          for (int round = 1; round <= rounds; round++) {
            announcer.add(event("", round));
            announcer.deliver();
            meet(arrived, 4 * round - 2); // both have delivered, neither has added more
            if (told.get() != 2 * round) {
              stranded.incrementAndGet();
            }
            meet(arrived, 4 * round);
          }
        });
    assertThat(stranded.get()).isZero();
  }

  /** Spins, because threads that were asleep do not come close enough to each other. */
  @SuppressWarnings("ThreadPriorityCheck") // on one core spinning alone would take its time
  private static void meet(AtomicInteger arrived, int all) {
    arrived.incrementAndGet();
    for (int spins = 0; arrived.get() < all; spins++) {
      if (spins < 10_000) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /** Fails if a thread never waits: the events that wait would have no bound. */
  @Test
  void whoIsFarAheadOfASlowObserverWaits() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger told = new AtomicInteger();
    Announcer announcer =
        new Announcer(
            List.of(
                event -> {
                  waitFor(go);
                  told.incrementAndGet();
                }));
    Thread slow = deliverer(announcer, 1);
    await().until(() -> slow.getState() == Thread.State.WAITING);
    AtomicInteger added = new AtomicInteger();
    Thread fast =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 200_000; i++) {
                    announcer.add(event("", i));
                    added.incrementAndGet();
                    announcer.deliver();
                  }
                });
    await().until(() -> fast.getState() == Thread.State.WAITING);
    assertThat(added.get()).isBetween(65_000, 66_000);
    go.countDown();
    fast.join();
    slow.join();
    announcer.deliverAll();
    assertThat(told.get()).isEqualTo(200_001);
  }

  private static Thread deliverer(Announcer announcer, int events) {
    return Thread.ofPlatform()
        .start(
            () -> {
              for (int i = 0; i < events; i++) {
                announcer.add(event("", i));
              }
              announcer.deliver();
            });
  }

  /** Fails if it delivers without waiting for the one that is delivering. */
  @Test
  void deliverAllWaitsForTheEventThatIsBeingTold() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger told = new AtomicInteger();
    Announcer announcer =
        new Announcer(
            List.of(
                event -> {
                  waitFor(go);
                  told.incrementAndGet();
                }));
    Thread slow = deliverer(announcer, 1);
    await().until(() -> slow.getState() == Thread.State.WAITING);
    AtomicInteger toldThen = new AtomicInteger(-1);
    Thread all =
        Thread.ofPlatform()
            .start(
                () -> {
                  announcer.deliverAll();
                  toldThen.set(told.get());
                });
    await().until(() -> all.getState() == Thread.State.WAITING);
    go.countDown();
    all.join();
    assertThat(toldThen.get()).isEqualTo(1);
    slow.join();
  }

  @Test
  void anObserverThatCausesEventsIsToldOfThemAfterwards() {
    AtomicReference<Announcer> announcer = new AtomicReference<>();
    List<String> course = new ArrayList<>();
    announcer.set(
        new Announcer(
            List.of(
                event -> {
                  long number = ((TaskQueued) event).task();
                  course.add("begin " + number);
                  if (number < 3) {
                    announcer.get().add(event("", number + 1));
                    announcer.get().deliver();
                    announcer.get().deliverAll();
                  }
                  course.add("end " + number);
                })));
    announcer.get().add(event("", 1));
    announcer.get().deliver();
    assertThat(course).containsExactly("begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3");
  }

  @Test
  void everyObserverIsToldAlsoBehindOneThatThrows() {
    AtomicInteger told = new AtomicInteger();
    List<Throwable> reported = new ArrayList<>();
    Announcer announcer =
        new Announcer(
            List.of(
                event -> {
                  throw new IllegalStateException("first");
                },
                event -> told.incrementAndGet()));
    Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> reported.add(thrown));
    for (int i = 0; i < 3; i++) {
      announcer.add(event("", i));
      announcer.deliver();
    }
    assertThat(told.get()).isEqualTo(3);
    assertThat(reported).hasSize(1);
    Thread.currentThread().setUncaughtExceptionHandler(null);
  }

  @Test
  void nobodyHearsWhereNobodyListens() {
    assertThat(new Announcer(List.of()).isHeard()).isFalse();
    assertThat(new Announcer(List.of(event -> {})).isHeard()).isTrue();
  }
}
