package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What part of the processors each worker thinks it has. */
@Timeout(60)
class WorkerProcessorsTest {

  private static final int HERE = Runtime.getRuntime().availableProcessors();

  private static int seenBy(Pool pool) throws Exception {
    return pool.submit(() -> Runtime.getRuntime().availableProcessors()).get();
  }

  @Test
  void eachHasItsPart() throws Exception {
    try (Pool pool = ProcessPool.builder().heap("32m").spares(0).build()) {
      assertThat(pool.stats().workers()).isEqualTo(HERE);
      assertThat(pool.stats().sizing()).startsWith(HERE + "").endsWith("; each worker uses 1");
      assertThat(seenBy(pool)).isEqualTo(1);
    }
  }

  @Test
  void aSingleOneHasAll() throws Exception {
    try (Pool pool = ProcessPool.builder().workers(1).heap("32m").spares(0).build()) {
      assertThat(pool.stats().sizing()).isEqualTo("1: as asked; each worker uses " + HERE);
      assertThat(seenBy(pool)).isEqualTo(HERE);
    }
  }

  @Test
  void theUsersWordCounts() throws Exception {
    ProcessPoolBuilder builder =
        ProcessPool.builder().workers(1).spares(0).jvmArgs("-XX:ActiveProcessorCount=7");
    try (Pool pool = builder.build()) {
      assertThat(pool.stats().sizing()).isEqualTo("1: as asked");
      assertThat(seenBy(pool)).isEqualTo(7);
    }
  }
}
