package dev.rota.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Pool;
import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskRejectedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks on threads that wait for tasks of their own pool. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class WaitingTasksTest {

  private static Task<Integer> descent(int depth) {
    return () -> depth == 0 ? 0 : 1 + Pool.current().submit(descent(depth - 1)).get();
  }

  @Test
  void theCurrentPoolIsThePoolItself() throws Exception {
    try (Pool pool = ThreadPool.builder().workers(1).build()) {
      assertThat(pool.submit(Pool::current).get()).isSameAs(pool);
    }
  }

  @Test
  void oneMoreThanMayWaitIsRefused() throws Exception {
    try (Pool pool = ThreadPool.builder().workers(1).build()) {
      assertThat(pool.submit(descent(256)).get()).isEqualTo(256);
      Throwable thrown = catchThrowable(() -> pool.submit(descent(257)).get());
      assertThat(thrown).hasStackTraceContaining("256 tasks wait for others");
      while (!(thrown instanceof TaskRejectedException)) {
        thrown = thrown.getCause();
      }
      assertThat(((TaskRejectedException) thrown).reason())
          .isEqualTo(TaskRejectedException.Reason.TOO_MANY_WAIT);
      assertThat(pool.submit(descent(256)).get()).isEqualTo(256);
    }
  }

  @Test
  void threadsThatStoodInEnd() throws Exception {
    try (Pool pool = ThreadPool.builder().workers(3).build()) {
      assertThat(pool.submit(descent(50)).get()).isEqualTo(50);
      await().until(() -> pool.stats().idle() == 3 && pool.stats().busy() == 0);
      assertThat(pool.submit(descent(50)).get()).isEqualTo(50);
    }
  }

  /** Else more and more would be begun before anything ends. */
  @Test
  void whatIsWaitedForStartsNext() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (Pool pool = ThreadPool.builder().workers(1).build()) {
      Task<Integer> parent =
          () -> {
            List<TaskFuture<?>> children = new ArrayList<>();
            for (String name : List.of("first", "second", "third")) {
              children.add(pool.submit(() -> order.add(name)));
            }
            children.getLast().get();
            return 0;
          };
      pool.submit(parent).get();
      pool.submit(() -> 0).get();
      assertThat(order).containsExactly("third", "first", "second");
    }
  }

  @Test
  void atMostAsManyWorkAtOnceAsThereAreWorkersWhileNoWaitEnds() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Pool pool = ThreadPool.builder().workers(2).build()) {
      TaskFuture<String> held =
          pool.submit(
              () -> {
                waits.countDown();
                end.await();
                return "held";
              });
      waits.await();
      List<TaskFuture<String>> waiting = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        waiting.add(pool.submit(() -> held.get()));
      }
      List<TaskFuture<?>> others = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        others.add(
            pool.submit(
                () -> {
                  most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  atWork.decrementAndGet();
                }));
      }
      for (TaskFuture<?> other : others) {
        other.get();
      }
      assertThat(most.get()).isLessThanOrEqualTo(1); // the other works on what is held
      end.countDown();
      for (TaskFuture<String> one : waiting) {
        assertThat(one.get()).isEqualTo("held");
      }
    }
  }

  /** What wakes a thread that is not needed any more may be meant for a task. */
  @Test
  void noTaskIsForgottenWhenThreadsThatStoodInEnd() throws Exception {
    try (Pool pool = ThreadPool.builder().workers(2).build()) {
      for (int round = 0; round < 100; round++) {
        CountDownLatch resumed = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        TaskFuture<Integer> parent =
            pool.submit(
                () -> {
                  int value = pool.submit(() -> 1).get();
                  resumed.countDown();
                  end.await();
                  return value;
                });
        resumed.await();
        await().until(() -> pool.stats().busy() == 1);
        assertThat(pool.submit(() -> 2).get(10, TimeUnit.SECONDS)).isEqualTo(2);
        end.countDown();
        assertThat(parent.get()).isEqualTo(1);
      }
    }
  }
}
