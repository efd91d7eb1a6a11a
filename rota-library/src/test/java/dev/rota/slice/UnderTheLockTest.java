package dev.rota.slice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.observe.PoolEvent;
import dev.rota.schedule.FairShares;
import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import dev.rota.schedule.RoundRobin;
import dev.rota.schedule.Schedulable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of the user's that the scheduler runs, on whatever stack, cannot stop it. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class UnderTheLockTest {

  private final AtomicBoolean enough = new AtomicBoolean();

  private int hog() {
    int rounds = 0;
    while (!enough.get()) {
      rounds++;
      Slice.poll();
    }
    return rounds;
  }

  private static SlicedPoolBuilder builder(Threads threads) {
    return threads == Threads.VIRTUAL ? SlicedPool.builder() : SlicedPool.cooperative();
  }

  /** In turns of a millisecond. */
  private static class Turns extends ForwardingPolicy {

    Turns() {
      super(new RoundRobin(Duration.ofMillis(1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPolicyThatPollsKeepsItsCarrierAndTheMarkStays(Threads threads) throws Exception {
    Policy polling =
        new Turns() {
          @Override
          public void add(Schedulable task, Ready why, long now) {
            for (int i = 0; i < 100; i++) {
              Slice.poll();
            }
            super.add(task, why, now);
          }
        };
    try (SlicedPool pool = builder(threads).workers(1).spares(0).policy(polling).build()) {
      TaskFuture<Integer> submitter =
          pool.submit(
              () -> {
                while (!Poll.due) {
                  Thread.onSpinWait(); // until the other one is to have its turn
                }
                TaskFuture<Integer> inner = pool.submit(() -> 1);
                hog();
                return inner.get();
              });
      TaskFuture<Integer> other = pool.submit(() -> 2);
      assertThat(other.get()).isEqualTo(2);
      enough.set(true);
      assertThat(submitter.get()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anObserverMayCancelTheTaskThatStarts(boolean atOnce) throws Exception {
    AtomicReference<SlicedPool> made = new AtomicReference<>();
    AtomicReference<TaskFuture<?>> submitted = new AtomicReference<>();
    Consumer<SlicedPool> stop =
        atOnce ? SlicedPool::shutdownNow : pool -> requireNonNull(submitted.get()).cancel(true);
    SlicedPool pool =
        SlicedPool.builder()
            .workers(1)
            .observer(
                event -> {
                  if (event instanceof PoolEvent.TaskStarted) {
                    while (submitted.get() == null) {
                      Thread.onSpinWait();
                    }
                    stop.accept(requireNonNull(made.get()));
                  }
                })
            .build();
    made.set(pool);
    try (pool) {
      TaskFuture<?> task = pool.submit(() -> sleep(60_000));
      submitted.set(task);
      await().until(task::isDone);
      assertThat(task.isCancelled() || task.isCompletedExceptionally()).isTrue();
    }
    assertThat(pool.stats().cancelled()).isEqualTo(1);
  }

  private static int sleep(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  /** Submits at each depth until the stack is used up; how deep that was. */
  private int dive(SlicedPool pool, AtomicInteger depth) {
    depth.incrementAndGet();
    var _ = pool.submit(() -> 1);
    return enough.get() ? 0 : dive(pool, depth) + 1;
  }

  @Test
  void aStackThatOverflowsInSubmitIsTheSubmittersFailureAlone() throws Exception {
    Policy policy = FairShares.builder().quantum(Duration.ofMillis(1)).build();
    try (SlicedPool pool = SlicedPool.builder().workers(2).policy(policy).build()) {
      AtomicInteger depth = new AtomicInteger();
      for (int i = 0; i < 20; i++) {
        TaskFuture<?> diver = pool.submit(() -> dive(pool, depth));
        await().until(diver::isDone);
        assertThat(diver.exceptionNow()).isInstanceOf(StackOverflowError.class);
      }
      assertThat(depth.get()).isGreaterThan(1000);
      assertThat(pool.slices().policyFailure()).isEmpty();
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void theMessageOfAPolicysFailureIsMadeWithoutTheLock() throws Exception {
    AtomicReference<SlicedPool> made = new AtomicReference<>();
    RuntimeException failure =
        new RuntimeException() {
          @Override
          public String getMessage() {
            return "submitted: " + requireNonNull(made.get()).scheduler().submitted();
          }
        };
    Policy throwing =
        new Turns() {
          @Override
          public void add(Schedulable task, Ready why, long now) {
            throw failure;
          }
        };
    try (SlicedPool pool = SlicedPool.builder().workers(1).policy(throwing).build()) {
      made.set(pool);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      assertThat(pool.slices().policyFailure()).endsWith("submitted: 1");
    }
  }

  /** A factory that fails now and then, as if there were no memory for another thread. */
  private static final class Carriers implements Scheduler.CarrierFactory {
    private final SlicedPool anyPool;
    private final int first;
    private final int last;

    Carriers(SlicedPool anyPool, int first, int last) {
      this.anyPool = anyPool;
      this.first = first;
      this.last = last;
    }

    @Override
    public Carrier make(Scheduler scheduler, int number) {
      if (number >= first && number <= last) {
        throw new OutOfMemoryError("on purpose");
      }
      return new Carrier(anyPool, scheduler, "carrier-" + number, null);
    }

    @Override
    public void came(Carrier carrier) {}

    @Override
    public void left(Carrier carrier) {}

    @Override
    public void ended(Strand strand) {}
  }

  private static Scheduler scheduler(int size, Scheduler.CarrierFactory carriers) {
    Policy policy = new RoundRobin(Duration.ofMillis(1));
    return new Scheduler(
        Threads.VIRTUAL, "test", size, 1, Long.MAX_VALUE, policy, System::nanoTime, carriers);
  }

  private static Thread start(Scheduler scheduler, Runnable body) {
    Strand strand = scheduler.newStrand(new Terms("", 1, 0, Long.MAX_VALUE), null);
    Thread thread = scheduler.threads().unstarted(strand, "", body);
    strand.thread = thread;
    thread.start();
    return thread;
  }

  @Test
  void aSpareThatCannotBeMadeIsTriedAgain() throws Exception {
    try (SlicedPool any = SlicedPool.builder().workers(1).build()) {
      Scheduler scheduler = scheduler(1, new Carriers(any, 2, 4));
      scheduler.start();
      Thread deaf =
          start(
              scheduler,
              () -> {
                while (!enough.get()) {
                  Thread.onSpinWait();
                }
              });
      start(scheduler, () -> {}).join();
      enough.set(true);
      deaf.join();
      scheduler.close();
      assertThat(scheduler.gone().await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void carriersThatCameLeaveIfAnotherCannot() throws Exception {
    try (SlicedPool any = SlicedPool.builder().workers(1).build()) {
      Scheduler scheduler = scheduler(3, new Carriers(any, 3, 3));
      Throwable thrown = catchThrowable(scheduler::start);
      assertThat(thrown).isInstanceOf(OutOfMemoryError.class);
      assertThat(scheduler.gone().await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
