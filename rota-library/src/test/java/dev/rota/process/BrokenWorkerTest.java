package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.NotShippableException;
import dev.rota.RemoteTaskException;
import dev.rota.Task;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A worker whose stack overflowed may have a class that is initialised by halves: it is replaced,
 * wherever that happened. What a task throws may in turn do anything when it is asked.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
@SuppressWarnings("InfiniteRecursion")
class BrokenWorkerTest {

  private final ProcessPool pool = ProcessPool.builder().workers(1).heap("64m").build();

  @AfterEach
  void close() {
    pool.close();
  }

  private static int forEver(int depth) {
    return forEver(depth + 1) + 1;
  }

  /** Overflows while it is written. */
  record Written(int number) {
    @Override
    public int number() {
      return forEver(0);
    }
  }

  /** Overflows while Java serialization reads it. */
  record Deserialized(int number) implements Serializable {
    private Object readResolve() {
      return forEver(0);
    }
  }

  /** Overflows when it is made, but only in a worker. */
  record Made(int number) {
    Made {
      if (System.getProperty("sun.java.command", "").contains("dev.rota.worker")) {
        forEver(number);
      }
    }
  }

  private void assertNotShippableAndRecycled(Task<?> task) {
    assertThat(catchThrowable(() -> pool.submit(task).get()))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NotShippableException.class);
    await().until(() -> pool.stats().deaths().containsKey("recycled"));
  }

  @Test
  void anOverflowWhileTheResultIsWrittenCostsTheWorker() {
    assertNotShippableAndRecycled(() -> new Written(1));
  }

  @Test
  void anOverflowWhileTheTaskIsReadCostsTheWorker() {
    Deserialized captured = new Deserialized(1);
    assertNotShippableAndRecycled(() -> captured);
  }

  @Test
  void anOverflowWhileTheArgumentIsReadCostsTheWorker() {
    var outcome = pool.map(List.of(new Made(1)), Made::number).toList().getFirst();
    assertThat(outcome.toString()).contains("StackOverflowError");
    await().until(() -> pool.stats().deaths().containsKey("recycled"));
  }

  /** An exception whose every method throws. */
  static class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable getCause() {
      throw new AssertionError("no cause");
    }

    @Override
    public String getMessage() {
      throw new AssertionError("no message");
    }
  }

  /** The same among those that say that the worker is broken. */
  static class UnspeakableMemory extends OutOfMemoryError {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new AssertionError("no message");
    }
  }

  private void assertThrew(Task<?> task, Class<? extends Throwable> thrown) {
    Throwable failure = catchThrowable(() -> pool.submit(task).get());
    assertThat(failure).hasCauseInstanceOf(RemoteTaskException.class);
    assertThat(((RemoteTaskException) failure.getCause()).thrownClassName())
        .isEqualTo(thrown.getName());
  }

  @Test
  void anExceptionThatThrowsWhenAskedIsAFailureLikeAnother() {
    assertThrew(
        () -> {
          throw new Unspeakable();
        },
        Unspeakable.class);
  }

  @Test
  void anErrorThatThrowsWhenAskedIsAFailureLikeAnother() {
    assertThrew(
        () -> {
          throw new UnspeakableMemory();
        },
        UnspeakableMemory.class);
  }
}
