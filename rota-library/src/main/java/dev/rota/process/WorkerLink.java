package dev.rota.process;

import dev.rota.wire.Message;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.SharedMemory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The master's end of one worker: which tasks are with it, and the way to send it more. Guarded by
 * the pool's lock, except that {@link WorkerReader} alone reads the responses.
 */
final class WorkerLink {

  /** Functions that a worker remembers from one run to the next. */
  private static final int KNOWN_FUNCTIONS = 64;

  final int number;

  /** How many tasks it may do. */
  final int maxTasks;

  /** How many it does at once. */
  final int threads;

  final String name;
  final Process process;
  final SharedMemory memory;
  final OutputTail output = new OutputTail();
  final Pace pace = new Pace();
  final Children children = new Children();

  /** The tasks that are with it. */
  final Runs runs;

  /** What became of them. */
  final WorkerSlots slots;

  boolean leaving;
  int finished;

  /** Whether it has begun a task that was taken from it unfinished. */
  boolean hasRun;

  private int finishedBeforeExample = -1;

  /** Why it is being replaced, or is to be, null if it is not. */
  @Nullable String recycledFor;

  /** Why the master killed the worker, null if it did not. */
  @Nullable String verdict;

  /** What was begun to end the worker without harm to the neighbours of a task, null if nothing. */
  @Nullable Farewell farewell;

  /** When it became ready, in ns. */
  long readyAt;

  /** The most memory that its process was seen to have, in bytes; 0 if nobody looked. */
  long peakMemory;

  /** When the next look at the worker's progress is due, {@code Long.MAX_VALUE} for never. */
  long checkAt = Long.MAX_VALUE;

  /** What is to happen if it is not ready, does not exit, or does not get on with its task. */
  @Nullable Future<?> startAlarm;

  @Nullable Future<?> exitAlarm;
  @Nullable Future<?> upkeepAlarm;
  @Nullable Future<?> checkAlarm;

  private final Doorbell bell;
  private final SequencedSet<Long> knownFunctions = new LinkedHashSet<>();
  private final Outbox outbox;
  private final Outbox answers;

  WorkerLink(
      int number, String name, int maxTasks, int threads, Process process, SharedMemory memory) {
    this.number = number;
    this.maxTasks = maxTasks;
    this.name = name;
    this.process = process;
    this.bell = new Doorbell(process);
    this.memory = memory;
    this.threads = threads;
    this.slots = new WorkerSlots(memory.slots());
    this.runs = new Runs(slots, threads);
    this.outbox = new Outbox(memory.requests());
    this.answers = new Outbox(memory.answers());
  }

  /**
   * How many more tasks may be sent: one for each thread at a time, or some more if they are short.
   */
  int room() {
    if (runs.count() > 0 && (outbox.isBackedUp() || runs.isFull())) {
      return 0;
    }
    return runs.room(pace);
  }

  /** Sends tasks in one message; {@link #flush} must follow. */
  void send(List<ProcessTask<?>> tasks, long firstSequence, long now) {
    Run run = runs.add(tasks, firstSequence);
    int length = 0;
    long sequence = firstSequence;
    for (ProcessTask<?> task : tasks) {
      define(task.cargo.function);
      task.sentTo(this, run, sequence++, now);
      length += task.cargo.bytes.length;
    }
    outbox.header(Message.RUN, run.slot, firstSequence, length);
    tasks.forEach(task -> outbox.payload(task.cargo.bytes));
    forgetOldFunctions();
  }

  /** Has the worker read a task that is like those to come. */
  void sendExample(Cargo example) {
    finishedBeforeExample = finished;
    define(example.function);
    outbox.header(Message.EXAMPLE, 0, 0, example.bytes.length);
    outbox.payload(example.bytes);
    forgetOldFunctions();
    flush();
  }

  /** Whether it may have begun nothing since it was sent an example. */
  boolean mayReadExamples() {
    return finished == finishedBeforeExample && !hasRun;
  }

  private void define(@Nullable ShippedFunction function) {
    if (function != null && knownFunctions.add(function.id)) {
      outbox.header(Message.DEFINE, 0, function.id, function.payload.length);
      outbox.payload(function.payload);
    }
  }

  /** Only behind the run: it may need more functions than are remembered. */
  private void forgetOldFunctions() {
    while (knownFunctions.size() > KNOWN_FUNCTIONS) {
      outbox.message(Message.FORGET, knownFunctions.removeFirst());
    }
  }

  /** Asks the worker to exit when it has read all that was sent. */
  void sendStop() {
    outbox.message(Message.STOP, 0);
    flush();
  }

  /** Tells the worker how a task ended that one of its tasks has submitted. */
  void answer(long id, byte[] message) {
    answers.header(Message.ANSWER, 0, id, message.length);
    answers.payload(message);
    flush();
  }

  /** Writes what the rings have room for and wakes the worker. A broken worker is killed. */
  void flush() {
    flush(outbox);
    flush(answers);
  }

  private void flush(Outbox box) {
    if (box.isEmpty()) {
      return; // the flush that wrote it has woken the worker
    }
    try {
      boolean sleeps = box.flush();
      Faults.surface();
      if (sleeps) {
        ring();
      }
    } catch (ProtocolException | InternalError e) {
      Faults.quench();
      kill("broke the protocol: " + e.getMessage());
    }
  }

  /** Wakes the worker. */
  void ring() {
    if (!bell.ring()) {
      kill("did not hear its bell");
    }
  }

  /** The worker is gone: nothing is to happen any more. */
  void cancelAlarms() {
    Stream.of(startAlarm, exitAlarm, upkeepAlarm, checkAlarm)
        .filter(Objects::nonNull)
        .forEach(alarm -> alarm.cancel(false));
  }

  void kill(String verdict) {
    if (this.verdict == null) {
      this.verdict = verdict;
    }
    process.destroyForcibly();
  }

  /** A task has ended after {@code nanos} and is not with this worker any more. */
  void ended(ProcessTask<?> task, long nanos) {
    runs.notSlow(Objects.requireNonNull(task.run));
    runs.remove(task);
    finished++;
    pace.ran(Math.max(0, nanos));
  }

  /**
   * Why the master killed the worker or is about to; null if it does not, also because the tasks
   * for which it was going to have ended.
   */
  @Nullable String fate() {
    if (farewell != null && (verdict != null || !farewell.isNeedless())) {
      return farewell.verdict;
    }
    return verdict;
  }
}
