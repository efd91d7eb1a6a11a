package dev.rota.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Task;
import dev.rota.TaskCancelledException;
import dev.rota.TaskFunction;
import dev.rota.TaskOptions;
import dev.rota.TimeLimits;
import dev.rota.wire.Message;
import dev.rota.wire.MessageReader;
import dev.rota.wire.SharedMemory;
import dev.rota.wire.Slots;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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
      new Dispatcher(1, System::nanoTime, null, worker -> {}, placesFreed::incrementAndGet);
  private final ByteBuffer memory = ByteBuffer.allocateDirect(SharedMemory.SIZE);
  private Process process;
  private WorkerLink worker;

  @AfterEach
  void end() {
    process.destroyForcibly();
    pool.close();
  }

  private void employ() throws Exception {
    process = new ProcessBuilder("sleep", "60").start();
    worker = link();
    dispatcher.ready(worker);
  }

  private WorkerLink link() {
    return new WorkerLink(1, "w", Integer.MAX_VALUE, 1, process, SharedMemory.create(memory));
  }

  private ProcessTask<Integer> task() {
    return task(null);
  }

  private ProcessTask<Integer> task(@Nullable ShippedFunction function) {
    Task<Integer> nothing = () -> 1;
    ProcessTask<Integer> task =
        new ProcessTask<>(
            pool, nothing, TaskOptions.defaults(), FOR_EVER, new Cargo(new byte[10], function));
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
    assertThat(worker.runs.tasks()).containsExactly(waits);
    assertThat(dispatcher.isQueueEmpty()).isTrue();
    assertThat(ended.queued).isFalse();
    assertThat(placesFreed).hasValue(2);
  }

  /** Of a run that was found slow nothing may be left that holds up others. */
  @Test
  void aSlowRunThatIsTakenBackBetweenTwoTasksIsForgotten() throws Exception {
    employ();
    worker.send(List.of(task(), task()), 1, 0);
    Run run = worker.runs.all().iterator().next();
    Slots slots = worker.memory.slots();
    slots.start(run.slot, 1, 0, 0, 0);
    slots.finish(run.slot, 1);
    worker.ended(run.tasks.getFirst(), 10_000_000);
    worker.runs.slowed(run);
    assertThat(worker.runs.revokeAll()).hasSize(1);
    assertThat(worker.runs.isTakenUp()).isFalse();
    assertThat(worker.room()).isPositive();
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
    assertThat(worker.runs.tasks()).containsExactly(next);
  }

  /** A worker remembers some functions only; those of one run must not push each other out. */
  @Test
  void aWorkerKnowsAllFunctionsOfARun() throws Exception {
    TaskFunction<Integer, Integer> same = x -> x;
    for (long id = 1; id <= 200; id++) {
      dispatcher.add(task(new ShippedFunction(id, same, new byte[] {1})));
    }
    for (int i = 0; i < 100; i++) {
      dispatcher.add(task(new ShippedFunction(200 - i, same, new byte[] {1})));
    }
    List<Long> wanted =
        LongStream.concat(
                LongStream.rangeClosed(1, 200), LongStream.range(0, 100).map(i -> 200 - i))
            .boxed()
            .toList();
    process = new ProcessBuilder("sleep", "60").start();
    worker = link();
    worker.pace.ran(0); // its tasks are short: it is sent many at once
    dispatcher.ready(worker);
    MessageReader messages =
        new MessageReader(SharedMemory.open(memory).requests(), Message.RUN_BYTES);
    Set<Long> known = new HashSet<>();
    int sent = 0;
    while (messages.poll()) {
      switch (messages.kind()) {
        case Message.DEFINE -> known.add(messages.sequence());
        case Message.FORGET -> known.remove(messages.sequence());
        default -> {
          int count = messages.length() / 10;
          assertThat(known).containsAll(wanted.subList(sent, sent + count));
          sent += count;
        }
      }
    }
    assertThat(sent).isEqualTo(300);
    assertThat(known).hasSizeLessThanOrEqualTo(64);
  }

  /** A thread of the worker may have taken the first message and be about to start its run. */
  @Test
  void theSlotOfWhatWasTakenBackIsNotUsedForTheNext() throws Exception {
    employ();
    ProcessTask<Integer> first = task();
    ProcessTask<Integer> second = task();
    dispatcher.add(first);
    int slot = requireNonNull(first.run).slot;
    assertThat(dispatcher.takeOut(first, worker)).isTrue();
    dispatcher.add(second);
    assertThat(requireNonNull(second.run).slot).isNotEqualTo(slot);
  }
}
