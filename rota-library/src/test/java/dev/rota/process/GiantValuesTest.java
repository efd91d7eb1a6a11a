package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.NotShippableException;
import dev.rota.TaskOutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Values beyond what may travel: refused with the limit, and the worker lives on. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class GiantValuesTest {

  private static final int MIB = 1 << 20;

  private static ProcessPool pool(String heap) {
    return ProcessPool.builder().workers(1).spares(0).heap(heap).build();
  }

  private static void assertRefused(ProcessPool pool, int mib) throws Exception {
    assertThat(catchThrowable(() -> pool.submit(() -> new byte[mib * MIB - 16]).get()).getCause())
        .isInstanceOf(NotShippableException.class)
        .hasMessageContaining("" + 64 * MIB);
    assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    assertThat(pool.stats().deaths()).isEmpty();
  }

  @Test
  void aResultOf100MiB() throws Exception {
    try (ProcessPool pool = pool("160m")) {
      assertRefused(pool, 100);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "rota.long", matches = "true") // takes the memory
  void aResultOf1GiB() throws Exception {
    try (ProcessPool pool = pool("1700m")) {
      assertRefused(pool, 1024);
    }
  }

  @Test
  void oneThatTheWorkersHeapDoesNotHold() throws Exception {
    try (ProcessPool pool = pool("64m")) {
      assertThat(catchThrowable(() -> pool.submit(() -> new byte[1024 * MIB - 16]).get()))
          .hasCauseInstanceOf(TaskOutOfMemoryException.class);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void aTaskOf100MiB() {
    byte[] captured = new byte[100 * MIB];
    try (ProcessPool pool = pool("64m")) {
      assertThatThrownBy(() -> pool.submit(() -> captured.length))
          .isInstanceOf(NotShippableException.class)
          .hasMessageContaining("" + 64 * MIB);
    }
  }
}
