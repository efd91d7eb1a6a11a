package dev.rota.thread;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Pool;
import dev.rota.TaskOptions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CPU time-outs where nobody counts CPU time. */
class CpuTimeRefusalTest {

  @BeforeEach
  void stopCounting() {
    ManagementFactory.getThreadMXBean().setThreadCpuTimeEnabled(false);
  }

  @AfterEach
  void countAgain() {
    ManagementFactory.getThreadMXBean().setThreadCpuTimeEnabled(true);
  }

  @Test
  void aPoolWithACpuTimeOutIsNotBuilt() {
    assertThatThrownBy(
            () -> ThreadPool.builder().taskCpuTimeout(Duration.ofMillis(1500)).build().close())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("PT1.5S");
  }

  @Test
  void aTaskWithOneIsNotTaken() {
    TaskOptions options = TaskOptions.defaults().withCpuTimeout(Duration.ofSeconds(3));
    try (Pool pool = ThreadPool.builder().workers(1).build()) {
      assertThatThrownBy(() -> pool.submit(() -> 1, options))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("PT3S");
    }
  }
}
