package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Pool;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.contract.PoolContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CPU time-outs of workers that are so young that the fast CPU clock is not there yet. */
@Timeout(60)
class CpuTimeoutTest {

  private static final TaskOptions LIMITED =
      TaskOptions.defaults().withCpuTimeout(Duration.ofMillis(60));

  /** What its threads did before must not be charged to a task. */
  @Test
  void aTaskOfAYoungWorkerIsChargedItsOwnTimeOnly() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (Pool pool = young()) {
        TaskFuture<Integer> first = pool.submit(() -> burn(100));
        TaskFuture<Integer> second = pool.submit(() -> burn(100)); // on the other thread
        TaskFuture<Integer> waits = pool.submit(() -> rest(300), LIMITED);
        assertThat(first.get() + second.get() + waits.get()).isEqualTo(500);
        assertThat(waits.execution().cpuTime()).isLessThan(Duration.ofMillis(60));
      }
    }
  }

  @Test
  void aYoungWorkerCanPassIt() {
    try (Pool pool = young()) {
      assertThat(PoolContract.causeOf(pool.submit(() -> burn(20_000), LIMITED)))
          .hasMessage("timed out after 60 ms of CPU time");
    }
  }

  /** Interpreted, it takes far longer to have all that a worker wants to have. */
  private static Pool young() {
    return ProcessPool.builder().workers(1).spares(0).heap("64m").jvmArgs("-Xint").build();
  }

  private static int burn(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return millis;
  }

  private static int rest(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }
}
