package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.contract.Flag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that run beside each other in one worker process, and what they can do to it. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
@SuppressWarnings("InfiniteRecursion") // is one of the cases
abstract class Neighbours {

  static final Duration AN_HOUR = Duration.ofHours(1);
  static final TaskOptions IDEMPOTENT = TaskOptions.defaults().withIdempotence();
  static final TaskOptions HALF_A_SECOND =
      TaskOptions.defaults().withTimeout(Duration.ofMillis(500));

  @TempDir private Path folder;

  static ProcessPoolBuilder builder() {
    return ProcessPool.builder().workers(1).threadsPerWorker(3).spares(1).heap("64m");
  }

  static Throwable causeOf(TaskFuture<?> future) {
    Throwable thrown = catchThrowable(future::get);
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }

  Flag flag(String name) {
    return new Flag(folder.resolve(name).toString());
  }

  /** A task that says that it runs, and returns its process once it may. */
  static Task<Long> waiting(Flag started, Flag open) {
    return () -> {
      started.raise();
      open.block();
      return ProcessHandle.current().pid();
    };
  }

  /** A task that waits until others run, and then does something to its process. */
  static <T> Task<T> after(Flag started, long others, Task<T> deed) {
    return () -> {
      while (started.count() < others) {
        Thread.sleep(2);
      }
      return deed.call();
    };
  }

  static int forEver(int depth) {
    return forEver(depth + 1) + 1;
  }

  static int spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  static void awaitCount(Flag started, int count) {
    await().until(() -> started.count() == count);
  }
}
