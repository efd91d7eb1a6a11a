package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rota.Pool;
import dev.rota.TaskFuture;
import dev.rota.TaskRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What pools promise whose tasks share the heap of their submitter: all of java.util.concurrent.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the pools are the subject
public interface SharedHeap extends PoolContract {

  /** A value that cannot travel. */
  final class Unshippable {}

  @Test
  default void anyRunnableRuns() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    try (Pool pool = pool(1)) {
      pool.execute(ran::countDown);
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  default void theResultIsTheSameObject() throws Exception {
    Unshippable result = new Unshippable();
    try (Pool pool = pool(1)) {
      assertThat(pool.submit(() -> result).get()).isSameAs(result);
      assertThat(pool.submit(() -> {}, result).get()).isSameAs(result);
    }
  }

  @Test
  default void theCauseIsWhatTheTaskThrew() {
    IllegalStateException thrown = new IllegalStateException();
    try (Pool pool = pool(1)) {
      TaskFuture<Integer> future =
          pool.submit(
              () -> {
                throw thrown;
              });
      assertThat(PoolContract.causeOf(future)).isSameAs(thrown);
    }
  }

  @Test
  default void whatNobodySeesGoesToTheUncaughtExceptionHandler() throws Exception {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    CompletableFuture<Throwable> caught = new CompletableFuture<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> caught.complete(failure));
    IllegalStateException thrown = new IllegalStateException();
    try (Pool pool = pool(1)) {
      pool.execute(
          () -> {
            throw thrown;
          });
      assertThat(caught.get(10, TimeUnit.SECONDS)).isSameAs(thrown);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  default void whatNeverStartedComesBackAsItWasGiven() {
    CountDownLatch started = new CountDownLatch(1);
    Runnable given = () -> {};
    Pool pool = oneTaskEach(1).build();
    pool.execute(
        () -> {
          started.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (pool) {
      started.await();
      pool.execute(given);
      assertThat(pool.shutdownNow()).containsExactly(given);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void aTaskMaySubmitAndWaitForOthers() throws Exception {
    try (Pool pool = pool(2)) {
      TaskFuture<Integer> outer =
          pool.submit(() -> pool.submit(() -> 20).get() + pool.submit(() -> 22).get());
      assertThat(outer.get()).isEqualTo(42);
    }
  }

  @Test
  default void aTaskIsAdmittedAboveTheBoundUpToTenTimesIt() throws Exception {
    try (Pool pool = oneTaskEach(1).queueCapacity(2).build()) {
      TaskFuture<Integer> outer =
          pool.submit(
              () -> {
                int admitted = 0;
                TaskRejectedException refusal = null;
                while (refusal == null && admitted < 100) {
                  refusal =
                      catchThrowableOfType(TaskRejectedException.class, () -> pool.submit(() -> 0));
                  admitted += refusal == null ? 1 : 0;
                }
                assertThat(refusal.reason()).isEqualTo(TaskRejectedException.Reason.QUEUE_FULL);
                return admitted;
              });
      assertThat(outer.get()).isEqualTo(20);
    }
  }

  @Test
  default void actionsBeforeASubmissionAreSeenByTheTaskAndItsByTheWaiter() throws Exception {
    try (Pool pool = pool(2)) {
      for (int i = 0; i < 2_000; i++) {
        int[] cell = {i}; // plain: a race would be seen as a stale value now and then
        pool.submit(
                () -> {
                  cell[0] += 1;
                })
            .get();
        assertThat(cell[0]).isEqualTo(i + 1);
      }
    }
  }

  @Test
  default void theJdksOwnClientsWork() throws Exception {
    try (Pool pool = pool(2)) {
      assertThat(CompletableFuture.supplyAsync(() -> 7, pool).get()).isEqualTo(7);
      ExecutorCompletionService<Integer> service = new ExecutorCompletionService<>(pool);
      for (int i = 1; i <= 10; i++) {
        int number = i;
        service.submit(() -> number);
      }
      int sum = 0;
      for (int i = 1; i <= 10; i++) {
        sum += service.take().get();
      }
      assertThat(sum).isEqualTo(55);
    }
  }

  @Test
  default void anInterruptMeetsOnlyTheTaskItIsMeantFor() throws Exception {
    AtomicInteger stray = new AtomicInteger();
    try (Pool pool = pool(1)) {
      List<TaskFuture<?>> futures = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        futures.add(
            pool.submit(
                () -> {
                  // a task that is not cancelled must never see a flag
                }));
        pool.submit(
            () -> {
              if (Thread.currentThread().isInterrupted()) {
                stray.incrementAndGet();
              }
            });
        futures.getLast().cancel(true);
      }
    }
    assertThat(stray).hasValue(0);
  }

  @Test
  default void aHundredThousandQuickTasksFlowThrough() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    try (Pool pool = pool(2)) {
      for (int i = 0; i < 100_000; i++) {
        pool.execute(runs::incrementAndGet);
      }
    }
    assertThat(runs).hasValue(100_000);
  }

  @Test
  default void aPoolThatIsShutDownFromATaskEnds() throws Exception {
    Pool pool = pool(1);
    pool.submit(pool::shutdown).get();
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(TaskRejectedException.class);
  }

  @Test
  default void anErrorOfTheMachineIsAFailureAndNoMore() throws Exception {
    try (Pool pool = pool(1)) {
      for (Error thrown :
          List.of(
              new OutOfMemoryError("asked for"), new StackOverflowError(), new LinkageError())) {
        TaskFuture<Integer> future =
            pool.submit(
                () -> {
                  throw thrown;
                });
        assertThat(PoolContract.causeOf(future)).isSameAs(thrown);
      }
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      assertThat(pool.stats().workersStarted()).isEqualTo(1);
    }
  }

  @Test
  default void aTaskThatInterruptsItselfLeavesNoTrace() throws Exception {
    try (Pool pool = pool(1)) {
      pool.submit(() -> Thread.currentThread().interrupt()).get();
      assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
    }
  }
}
