package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Task;
import dev.rota.TaskCancelledException;
import dev.rota.TaskOptions;
import dev.rota.TimeLimits;
import dev.rota.wire.SharedMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue, with a worker that is only memory. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class DispatcherTest {

  private static final TimeLimits FOR_EVER = new TimeLimits(Long.MAX_VALUE, Long.MAX_VALUE);

  private final ProcessPool pool = ProcessPool.builder().workers(1).spares(0).heap("64m").build();
  private final AtomicInteger placesFreed = new AtomicInteger();
  private final Dispatcher dispatcher =
      new Dispatcher(1, System::nanoTime, worker -> {}, placesFreed::incrementAndGet);
  private Process process;
  private WorkerLink worker;

  @AfterEach
  void end() {
    process.destroyForcibly();
    pool.close();
  }

  private void employ() throws Exception {
    process = new ProcessBuilder("sleep", "60").start();
    worker =
        new WorkerLink(
            1,
            "w",
            Integer.MAX_VALUE,
            process,
            SharedMemory.create(ByteBuffer.allocateDirect(SharedMemory.SIZE)));
    dispatcher.ready(worker);
  }

  private ProcessTask<Integer> task() {
    Task<Integer> nothing = () -> 1;
    ProcessTask<Integer> task =
        new ProcessTask<>(
            pool, nothing, TaskOptions.defaults(), FOR_EVER, new Cargo(new byte[10], null));
    task.holdsPlace = true;
    return task;
  }

  /** A future ends without the lock, so there is a moment in which its task is still queued. */
  @Test
  void aTaskWhoseFutureHasEndedIsNotSent() throws Exception {
    ProcessTask<Integer> ended = task();
    ProcessTask<Integer> waits = task();
    dispatcher.add(ended);
    ended.failed(new TaskCancelledException("cancelled"));
    dispatcher.add(waits);
    employ();
    assertThat(worker.tasks()).containsExactly(waits);
    assertThat(dispatcher.isQueueEmpty()).isTrue();
    assertThat(ended.queued).isFalse();
    assertThat(placesFreed).hasValue(2);
  }

  @Test
  void aWorkerStaysIdleIfAllTasksHaveEnded() throws Exception {
    ProcessTask<Integer> ended = task();
    dispatcher.add(ended);
    ended.failed(new TaskCancelledException("cancelled"));
    employ();
    assertThat(dispatcher.busy()).isZero();
    assertThat(dispatcher.idle()).isEqualTo(1);
    ProcessTask<Integer> next = task();
    dispatcher.add(next);
    assertThat(worker.tasks()).containsExactly(next);
  }
}
