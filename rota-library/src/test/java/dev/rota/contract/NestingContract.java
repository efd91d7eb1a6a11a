package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.MapOptions;
import dev.rota.Outcome;
import dev.rota.Pool;
import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskRejectedException;
import dev.rota.TaskTimedOutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks that submit tasks to the pool that they run in. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
public interface NestingContract extends PoolContract {

  /** A number of the Fibonacci sequence, each call of the function a task. */
  record Fibonacci(int n) implements Task<Integer> {
    @Override
    public Integer call() throws Exception {
      if (n < 2) {
        return n;
      }
      TaskFuture<Integer> first = Pool.current().submit(new Fibonacci(n - 1));
      TaskFuture<Integer> second = Pool.current().submit(new Fibonacci(n - 2));
      return first.get() + second.get();
    }
  }

  @Test
  default void outsideOfATaskThereIsNoCurrentPool() {
    assertThatThrownBy(Pool::current).isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void aTaskSubmitsATaskAndGetsItsResult() throws Exception {
    try (Pool pool = pool(1)) {
      assertThat(pool.submit(() -> 1 + Pool.current().submit(() -> 2).get()).get()).isEqualTo(3);
      assertThat(pool.submit(() -> Pool.current().submit(() -> null).get()).get()).isNull();
    }
  }

  @Test
  default void aTaskSeesHowItsTaskFailed() throws Exception {
    try (Pool pool = pool(1)) {
      Task<String> parent =
          () -> {
            Task<Integer> child =
                () -> {
                  throw new IllegalStateException("on purpose");
                };
            try {
              return "returned " + Pool.current().submit(child).get();
            } catch (ExecutionException e) {
              return String.valueOf(e.getCause());
            }
          };
      assertThat(pool.submit(parent).get()).contains("IllegalStateException: on purpose");
    }
  }

  @Test
  default void optionsHoldForTheTasksOfATask() throws Exception {
    Flag never = flag("never");
    try (Pool pool = pool(1)) {
      Task<Long> parent =
          () -> {
            Task<String> child =
                () -> {
                  never.block();
                  return "unblocked";
                };
            TaskOptions options = TaskOptions.named("child").withTimeout(Duration.ofMillis(200));
            try {
              Pool.current().submit(child, options).get();
              return 0L;
            } catch (ExecutionException e) {
              return ((TaskTimedOutException) e.getCause()).timeout().toMillis();
            }
          };
      assertThat(pool.submit(parent).get()).isEqualTo(200);
    }
  }

  @Test
  default void aTaskCancelsItsTask() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(2)) {
      Task<Boolean> parent =
          () -> {
            TaskFuture<String> child =
                Pool.current().submit(PoolContract.sleeper(started, interrupted));
            started.block();
            child.cancel(true);
            interrupted.block();
            try {
              child.get();
              return false;
            } catch (CancellationException e) {
              return true;
            }
          };
      assertThat(pool.submit(parent).get()).isTrue();
    }
  }

  @Test
  default void aTaskMapsInItsPool() throws Exception {
    try (Pool pool = pool(2)) {
      Task<List<Integer>> parent =
          () ->
              Pool.current()
                  .map(IntStream.range(0, 100).boxed().toList(), i -> i * i)
                  .map(NestingContract::value)
                  .toList();
      List<Integer> squares = IntStream.range(0, 100).mapToObj(i -> i * i).toList();
      assertThat(pool.submit(parent).get()).isEqualTo(squares);
    }
  }

  @Test
  default void aTaskMapsInTheOrderOfTheEnds() throws Exception {
    try (Pool pool = pool(1)) {
      Task<Integer> parent =
          () ->
              Pool.current()
                  .map(
                      IntStream.range(0, 50).boxed().toList(),
                      i -> i,
                      MapOptions.defaults().withOrder(MapOptions.Order.FINISH))
                  .mapToInt(NestingContract::value)
                  .sum();
      assertThat(pool.submit(parent).get()).isEqualTo(49 * 25);
    }
  }

  private static <A, T> T value(Outcome<A, T> outcome) {
    return ((Outcome.Success<A, T>) outcome).value();
  }

  @Test
  default void aTaskInvokesAllAndAny() throws Exception {
    try (Pool pool = pool(1)) {
      Task<Integer> all =
          () -> {
            List<Task<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
              int number = i;
              tasks.add(() -> number);
            }
            int sum = 0;
            for (var future : Pool.current().invokeAll(tasks)) {
              sum += future.get();
            }
            return sum;
          };
      assertThat(pool.submit(all).get()).isEqualTo(45);
      Task<String> any =
          () -> {
            Task<String> task = () -> "any";
            List<Callable<String>> tasks = List.of(task, task);
            return Pool.current().invokeAny(tasks);
          };
      assertThat(pool.submit(any).get()).isEqualTo("any");
    }
  }

  @Test
  default void recursionComesToItsEnd() throws Exception {
    try (Pool pool = pool(2)) {
      assertThat(pool.submit(new Fibonacci(7)).get()).isEqualTo(13);
    }
  }

  /** Every worker runs a task that waits for one of its own. */
  @Test
  default void parentsInAllWorkersComeToTheirEnd() throws Exception {
    Flag first = flag("first");
    Flag second = flag("second");
    try (Pool pool = pool(2)) {
      TaskFuture<String> one = pool.submit(meeting(first, second));
      TaskFuture<String> two = pool.submit(meeting(second, first));
      assertThat(one.get()).isEqualTo("met");
      assertThat(two.get()).isEqualTo("met");
    }
  }

  private static Task<String> meeting(Flag own, Flag other) {
    return () -> {
      own.raise();
      other.block();
      return Pool.current().submit(() -> "met").get();
    };
  }

  /** However full the queue is, a task is not made to wait for room. */
  @Test
  default void aFullQueueTakesTenTimesItsBoundFromInside() throws Exception {
    Flag never = flag("never");
    try (Pool pool = oneTaskEach(1).queueCapacity(2).build()) {
      Task<Integer> parent =
          () -> {
            List<TaskFuture<String>> children = new ArrayList<>();
            try {
              while (children.size() < 1000) {
                children.add(
                    Pool.current()
                        .submit(
                            () -> {
                              never.block();
                              return "unblocked";
                            }));
              }
            } catch (TaskRejectedException e) {
              if (e.reason() != TaskRejectedException.Reason.QUEUE_FULL) {
                throw e;
              }
            }
            children.reversed().forEach(child -> child.cancel(true));
            return children.size();
          };
      assertThat(pool.submit(parent).get()).isEqualTo(20);
    }
  }

  @Test
  default void aTimeOutOfTheParentHoldsWhileItWaits() throws Exception {
    Flag started = flag("started");
    Flag never = flag("never");
    try (Pool pool = pool(1)) {
      Task<String> parent = () -> Pool.current().submit(PoolContract.gate(started, never)).get();
      TaskFuture<String> future =
          pool.submit(parent, TaskOptions.defaults().withTimeout(Duration.ofMillis(500)));
      assertThat(PoolContract.causeOf(future)).isInstanceOf(TaskTimedOutException.class);
      never.raise();
    }
  }
}
