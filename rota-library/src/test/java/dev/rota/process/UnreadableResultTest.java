package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.NotShippableException;
import dev.rota.TaskFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results that the master cannot put together again. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class UnreadableResultTest {

  /** Can be made in a worker, and in the master throws what no reader expects. */
  record Touchy(String name) {
    Touchy {
      if (!System.getProperty("sun.java.command", "").contains("dev.rota.worker")) {
        throw new AssertionError("not here");
      }
    }
  }

  @Test
  void aResultWhoseConstructorThrowsAnErrorFailsItsTaskOnly() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).heap("64m").build()) {
      TaskFuture<?> future = pool.submit(() -> new Touchy("x"));
      assertThat(catchThrowable(future::get)).hasCauseInstanceOf(NotShippableException.class);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }
}
