package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future.State;
import org.junit.jupiter.api.Test;

/** Tasks that throw, and options that make no sense. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
interface FailureContract extends PoolContract {

  private static int fail() {
    try {
      throw new IllegalArgumentException("inner");
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("outer", e);
    }
  }

  @Test
  default void whatATaskThrowsIsTheCause() {
    try (Pool pool = pool(1)) {
      TaskFuture<Integer> future = pool.submit(() -> fail());
      Throwable cause = PoolContract.causeOf(future);
      assertThat(cause.toString()).contains(IllegalStateException.class.getName(), "outer");
      assertThat(cause.getCause().toString())
          .contains(IllegalArgumentException.class.getName(), "inner");
      assertThat(cause.getStackTrace())
          .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("fail"));
      assertThat(future.state()).isEqualTo(State.FAILED);
      assertThat(future.exceptionNow()).isSameAs(cause);
      assertThatThrownBy(future::join).isInstanceOf(CompletionException.class).hasCause(cause);
    }
  }

  @Test
  default void anErrorIsAFailureAndNoMore() throws Exception {
    try (Pool pool = pool(1)) {
      TaskFuture<Integer> future =
          pool.submit(
              () -> {
                throw new AssertionError("no");
              });
      assertThat(PoolContract.causeOf(future).toString()).contains("AssertionError", "no");
      assertThat(pool.submit(() -> 5).get()).isEqualTo(5);
    }
  }

  @Test
  default void whatATaskThrowsIsNotRetried() {
    Flag runs = flag("runs");
    try (Pool pool = pool(1)) {
      TaskFuture<Integer> future =
          pool.submit(
              () -> {
                runs.raise();
                throw new IllegalStateException();
              },
              TaskOptions.defaults().withRetries(3));
      PoolContract.causeOf(future);
      assertThat(runs.count()).isEqualTo(1);
      await().until(() -> pool.stats().failed() == 1);
    }
  }

  @Test
  default void nonsenseIsRefusedByName() {
    PoolBuilder<?> builder = builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.workers(0))
        .withMessageContainingAll("workers", "0", "1 to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.queueCapacity(-1))
        .withMessageContainingAll("queueCapacity", "-1", "1 to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.taskTimeout(Duration.ZERO))
        .withMessageContainingAll("taskTimeout", "PT0S", "above zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskOptions.defaults().withRetries(-1))
        .withMessageContainingAll("retries", "-1", "0 to");
  }
}
