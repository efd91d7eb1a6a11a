package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.TaskFuture;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.contract.PoolContract;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real workers that leak, grow and become old. */
@Timeout(120)
class WorkerUpkeepTest {

  private static final long MIB = 1 << 20;

  @TempDir private Path folder;

  /** What the tasks of a worker have leaked. */
  static final List<ByteBuffer> LEAK = new ArrayList<>();

  /** Takes memory outside of the heap, where no JVM flag of the pool's limits it. */
  private static long leak(int mib) {
    for (int i = 0; i < mib; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect((int) MIB);
      for (int at = 0; at < buffer.capacity(); at += 4096) {
        buffer.put(at, (byte) 1);
      }
      LEAK.add(buffer);
    }
    return ProcessHandle.current().pid();
  }

  private static ProcessPoolBuilder builder() {
    return ProcessPool.builder()
        .workers(1)
        .spares(0)
        .heap("32m")
        .jvmArgs("-XX:MaxDirectMemorySize=2g");
  }

  @Test
  void aTaskThatTakesTooMuchIsKilled() throws Exception {
    try (Pool pool = builder().memory("300m").build()) {
      TaskFuture<Long> future = pool.submit(() -> leak(2_000));
      Throwable cause = PoolContract.causeOf(future);
      assertThat(cause)
          .isInstanceOf(TaskOutOfMemoryException.class)
          .message()
          .matches(
              "out of memory: the worker passed its limit: it took \\d+ MiB, 300 MiB are allowed");
      assertThat(future.execution().peakMemory()).isGreaterThan(300 * MIB);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      await().until(() -> pool.stats().deaths().containsKey("passed its memory limit"));
    }
  }

  @Test
  void aWorkerThatLeaksIsReplacedBetweenTasks() throws Exception {
    try (Pool pool = builder().softMemory("160m").memory("1g").build()) {
      Set<Long> workers = new HashSet<>();
      await()
          .until(
              () -> {
                workers.add(pool.submit(() -> leak(8)).get());
                return workers.size() == 3;
              });
      assertThat(pool.stats().failed()).isZero();
      await().until(() -> pool.stats().deaths().getOrDefault("recycled", 0L) == 2);
      assertThat(pool.stats().deaths()).containsOnlyKeys("recycled");
    }
  }

  @Test
  void aTaskIsNotDisturbedByTheSoftLimit() throws Exception {
    String open = folder.resolve("open").toString();
    try (Pool pool = builder().softMemory("100m").build()) {
      pool.submit(() -> 0).get();
      TaskFuture<String> future =
          pool.submit(
              () -> {
                leak(150);
                while (!Files.exists(Path.of(open))) {
                  Thread.sleep(10);
                }
                return "undisturbed";
              });
      await().until(() -> pool.stats().workersStarted() == 2); // its successor is there
      Files.createFile(Path.of(open));
      assertThat(future.get()).isEqualTo("undisturbed");
      await().until(() -> pool.stats().deaths().containsKey("recycled"));
    }
  }

  @Test
  void workersAreReplacedWhenTheyAreOld() {
    try (Pool pool =
        ProcessPool.builder()
            .workers(2)
            .spares(1)
            .heap("32m")
            .maxWorkerAge(Duration.ofSeconds(1))
            .build()) {
      await()
          .until(
              () -> {
                pool.submit(() -> 1).get();
                return pool.stats().deaths().getOrDefault("recycled", 0L) >= 4;
              });
      assertThat(pool.stats().deaths()).containsOnlyKeys("recycled");
      assertThat(pool.stats().failed()).isZero();
    }
  }

  /** Else workers would be started for ever. */
  @Test
  void workersThatAreTooLargeFromTheStartOpenTheCircuit() {
    try (Pool pool =
        ProcessPool.builder()
            .workers(1)
            .spares(0)
            .heap("60m")
            .memory("64m")
            .jvmArgs("-Xms60m", "-XX:+AlwaysPreTouch")
            .build()) {
      await().until(() -> pool.stats().circuitOpen());
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> pool.submit(() -> 1))
                      .hasMessageContaining("the worker passed its memory limit: it took"));
    }
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    refused(
        builder().softMemory("300m").memory("200m"),
        "softMemory must be less than memory (200m), not 300m");
    refused(
        builder().heap("256m").memory("256m"), "heap must be less than memory (256m), not 256m");
    refused(
        builder().heap("256m").softMemory("200m"),
        "heap must be less than softMemory (200m), not 256m");
    assertThatThrownBy(() -> builder().memory("63m"))
        .hasMessage("memory must be a size of 64m or more, such as 256m or 2g, not \"63m\"");
    assertThatThrownBy(() -> builder().softMemory("lots"))
        .hasMessageStartingWith("softMemory must be a size of 64m or more");
    assertThatThrownBy(() -> builder().maxWorkerAge(Duration.ofMillis(999)))
        .hasMessage("maxWorkerAge must be a second or more, not PT0.999S");
  }

  private static void refused(ProcessPoolBuilder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
