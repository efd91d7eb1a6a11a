package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.TaskOptions;
import dev.rota.TimeLimits;
import dev.rota.wire.SharedMemory;
import dev.rota.wire.Slots;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be said of tasks if a worker has cut the file short that it shares. */
class WorkerSlotsTest {

  private static final long SENT = 1_000;
  private static final long NOW = 5_000;

  @TempDir private Path folder;

  private ProcessPool pool;
  private Process process;
  private FileChannel file;
  private WorkerLink link;
  private ProcessTask<Integer> task;

  @BeforeEach
  void send() throws Exception {
    pool = ProcessPool.builder().workers(1).spares(0).heap("64m").build();
    process = new ProcessBuilder("sleep", "60").start();
    file =
        FileChannel.open(
            folder.resolve("shared"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    SharedMemory memory =
        SharedMemory.create(file.map(FileChannel.MapMode.READ_WRITE, 0, SharedMemory.SIZE));
    link = new WorkerLink(1, "w", Integer.MAX_VALUE, 1, process, memory);
    task = task();
    link.send(List.of(task), 1, SENT);
    memory.slots().start(link.runs.all().iterator().next().slot, 1, 2_000, 3_000, 77);
  }

  private ProcessTask<Integer> task() {
    TimeLimits forEver = new TimeLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    Cargo cargo = new Cargo(new byte[10], null);
    return new ProcessTask<>(pool, () -> 1, TaskOptions.defaults(), forEver, cargo);
  }

  @AfterEach
  void end() throws Exception {
    process.destroyForcibly();
    file.close();
    pool.close();
  }

  @Test
  void theWorkerIsBelieved() {
    assertThat(link.slots.state(task)).isEqualTo(Slots.State.STARTED);
    assertThat(link.slots.startedAt(task, NOW)).isEqualTo(2_000);
    assertThat(link.slots.startedCpu(task)).isEqualTo(3_000);
    assertThat(link.slots.thread(task)).isEqualTo(77);
  }

  @Test
  void withinReason() {
    assertThat(link.slots.startedAt(task, 1_500)).isEqualTo(1_500);
    task.sentAt = 2_500;
    assertThat(link.slots.startedAt(task, NOW)).isEqualTo(2_500);
  }

  @Test
  void nothingIsKnownOfAFileThatWasCutShort() throws Exception {
    file.truncate(0);
    nothingIsKnown();
  }

  private void nothingIsKnown() {
    assertThat(link.slots.startedAt(task, NOW)).isEqualTo(SENT);
    assertThat(link.slots.startedCpu(task)).isZero();
    assertThat(link.slots.thread(task)).isZero();
    assertThat(link.slots.state(task)).isEqualTo(Slots.State.FREE);
    assertThat(link.slots.isRunning(task)).isFalse();
    assertThat(link.slots.interrupt(task)).isFalse();
    assertThat(link.slots.doom(task)).isFalse();
    assertThat(link.runs.revokeAll()).isEmpty();
    link.send(List.of(task()), 2, SENT);
    assertThat(link.runs.count()).isEqualTo(2);
  }
}
