package dev.rota.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskOptions;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.TimeLimits;
import dev.rota.WorkerLostException;
import dev.rota.wire.SharedMemory;
import dev.rota.wire.Slots;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of workers that are only memory. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class CondemnationTest {

  private static final int NOT_OF_THE_POOL = 1_000_000;

  private final ByteBuffer memory = ByteBuffer.allocateDirect(SharedMemory.SIZE);
  private ProcessPool pool;
  private Process process;

  @BeforeEach
  void begin() throws Exception {
    pool =
        ProcessPool.builder()
            .workers(1)
            .spares(0)
            .heap("64m")
            .neighbourGrace(Duration.ofMillis(10))
            .cancelGrace(Duration.ofMillis(200))
            .build();
    pool.workforce().dispatcher().stop(); // its own worker is to run nothing
    process = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
    pool.workforce().dispatcher().removeAll();
    pool.close();
  }

  private WorkerLink link() {
    return link(1);
  }

  private WorkerLink link(int threads) {
    return new WorkerLink(
        NOT_OF_THE_POOL, "w", Integer.MAX_VALUE, threads, process, SharedMemory.create(memory));
  }

  private ProcessTask<Integer> task() {
    TimeLimits forEver = new TimeLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    Cargo cargo = new Cargo(new byte[10], null);
    return new ProcessTask<>(pool, () -> 1, TaskOptions.defaults(), forEver, cargo);
  }

  private ProcessTask<Integer> started(WorkerLink link, long sequence) {
    ProcessTask<Integer> task = task();
    link.send(List.of(task), sequence, 0);
    link.memory.slots().start(requireNonNull(task.run).slot, sequence, 0, 0, 0);
    return task;
  }

  private void locked(Runnable action) {
    var _ =
        pool.locked(
            () -> {
              action.run();
              return true;
            });
  }

  private void doomAll(WorkerLink link) {
    locked(() -> pool.workforce().condemnation().doomAll(link, "is doomed", this::failure));
  }

  /** As if the task were overdue, and heeded its interruption. */
  private void doomAndEnd(WorkerLink link, ProcessTask<?> task) {
    int slot = requireNonNull(task.run).slot;
    long sequence = task.sequence;
    assertThat(pool.workforce().condemnation().doom(link, task, "timed out", failure(1))).isTrue();
    assertThat(link.memory.slots().finish(slot, sequence)).isFalse();
  }

  private TaskOutOfMemoryException failure(int tasks) {
    return new TaskOutOfMemoryException("of " + tasks);
  }

  /** What waits behind a task must not begin in the moment in which that is doomed. */
  @Test
  void whatWaitsDoesNotStartAnyMore() throws Exception {
    AtomicInteger stolen = new AtomicInteger();
    for (int round = 0; round < 2_000; round++) {
      WorkerLink link = link();
      Slots slots = link.memory.slots();
      ProcessTask<Integer> runs = task();
      ProcessTask<Integer> waits = task();
      link.send(List.of(runs), 1, 0);
      link.send(List.of(waits), 2, 0);
      int first = link.runs.all().iterator().next().slot;
      int second = link.runs.all().stream().toList().get(1).slot;
      slots.start(first, 1, 0, 0, 0);
      Thread worker =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (slots.state(first, 1) == Slots.State.STARTED) {
                      Thread.onSpinWait();
                    }
                    if (slots.start(second, 2, 0, 0, 0)) {
                      stolen.incrementAndGet();
                    }
                  });
      doomAll(link);
      worker.join();
      assertThat(runs).isDone();
      assertThat(waits.queued || stolen.get() > 0).isTrue();
    }
    assertThat(stolen).hasValue(0);
  }

  @Test
  void aWorkerThatHasStartedNothingIsExpelledAndItsTasksGoElsewhere() throws Exception {
    WorkerLink link = link();
    ProcessTask<Integer> waits = task();
    link.send(List.of(waits), 1, 0);
    doomAll(link);
    assertThat(link.verdict).isEqualTo("is doomed");
    assertThat(process.waitFor()).isNotZero();
    assertThat(waits.queued).isTrue();
  }

  @Test
  void resultsThatAreOnTheWayAreWaitedFor() {
    WorkerLink link = link();
    link.send(List.of(task()), 1, 0);
    int slot = link.runs.all().iterator().next().slot;
    link.memory.slots().start(slot, 1, 0, 0, 0);
    link.memory.slots().finish(slot, 1);
    doomAll(link);
    assertThat(link.verdict).isNull();
    assertThat(link.runs.count()).isEqualTo(1);
    assertThat(link.recycledFor).isEqualTo("it is doomed");
    assertThat(process.isAlive()).isTrue();
  }

  /** The first has ended before its grace was over; the second is doomed only after that. */
  @Test
  void eachDoomedTaskHasAGraceOfItsOwn() {
    WorkerLink link = link(3);
    ProcessTask<Integer> first = started(link, 1);
    ProcessTask<Integer> second = started(link, 2);
    ProcessTask<Integer> neighbour = started(link, 3);
    locked(
        () -> {
          pool.workforce().employed(link);
          doomAndEnd(link, first);
          pool.workforce().interrupt(second, link);
        });
    try {
      await().until(neighbour::isDone);
    } finally {
      locked(() -> pool.workforce().forget(link)); // or the pool waits for it
    }
    assertThat(second).isDone();
    assertThat(catchThrowable(neighbour::get)).hasCauseInstanceOf(WorkerLostException.class);
  }

  /** What it has said may be read when it is dead, if its reader comes late. */
  @Test
  void whoIsBuriedBecomesReadyNoMore() {
    WorkerLink link = link();
    locked(
        () -> {
          pool.workforce().employed(link);
          pool.workforce().forget(link);
          pool.workforce().ready(link);
        });
    assertThat(pool.workforce().dispatcher().idle(Integer.MAX_VALUE)).doesNotContain(link);
  }
}
