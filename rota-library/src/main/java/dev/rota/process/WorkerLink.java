package dev.rota.process;

import dev.rota.wire.Message;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.SharedMemory;
import dev.rota.wire.Slots;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
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

  final String name;
  final Process process;
  final SharedMemory memory;
  final OutputTail output = new OutputTail();
  final Pace pace = new Pace();
  final Children children = new Children();

  /** Whether the memory is not to be touched any more, because it has been cut short. */
  boolean memoryLost;

  boolean leaving;
  int finished;

  /** Why it is being replaced, or is to be, null if it is not. */
  @Nullable String recycledFor;

  /** Why the master killed the worker, null if it did not. */
  @Nullable String verdict;

  /** What was last seen of a result that is on the way: of which task, and how far. */
  long resultOf;

  long resultWritten;

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

  private final Deque<Run> runs = new ArrayDeque<>(); // in the order in which they will be done
  private final @Nullable Run[] inSlot = new Run[Slots.COUNT];
  private int count; // of tasks in all runs
  private final Doorbell bell;
  private final SequencedSet<Long> knownFunctions = new LinkedHashSet<>();
  private final Outbox outbox;
  private final Outbox answers;

  WorkerLink(int number, String name, int maxTasks, Process process, SharedMemory memory) {
    this.number = number;
    this.maxTasks = maxTasks;
    this.name = name;
    this.process = process;
    this.bell = new Doorbell(process);
    this.memory = memory;
    this.outbox = new Outbox(memory.requests());
    this.answers = new Outbox(memory.answers());
  }

  /** How many tasks are with the worker. */
  int count() {
    return count;
  }

  /** How many more tasks may be sent: one at a time, or some more if they are short. */
  int room() {
    if (count > 0 && (outbox.isBackedUp() || runs.size() == Slots.COUNT)) {
      return 0;
    }
    return pace.ahead(count) - count;
  }

  /** Sends tasks in one message; {@link #flush} must follow. */
  void send(List<ProcessTask<?>> tasks, long firstSequence, long now) {
    int slot = freeSlot();
    Run run = new Run(slot);
    int length = 0;
    for (ProcessTask<?> task : tasks) {
      define(task.cargo.function);
      task.sentTo(this, run, firstSequence + run.tasks.size(), now);
      run.tasks.addLast(task);
      length += task.cargo.bytes.length;
    }
    inSlot[slot] = run;
    runs.addLast(run);
    count += tasks.size();
    memory.slots().send(slot, firstSequence, tasks.size());
    outbox.header(Message.RUN, slot, firstSequence, length);
    tasks.forEach(task -> outbox.payload(task.cargo.bytes));
    forgetOldFunctions();
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

  private int freeSlot() {
    int slot = 0;
    while (inSlot[slot] != null) {
      slot++;
    }
    return slot;
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
      if (box.flush()) {
        ring();
      }
    } catch (ProtocolException | InternalError e) {
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

  /** All that is with the worker, in order. */
  List<ProcessTask<?>> tasks() {
    List<ProcessTask<?>> tasks = new ArrayList<>(count);
    runs.forEach(run -> tasks.addAll(run.tasks));
    return tasks;
  }

  /** The first task whose end was not heard of, null if nothing is with the worker. */
  @Nullable ProcessTask<?> head() {
    Run first = runs.peekFirst();
    return first == null ? null : first.tasks.getFirst();
  }

  /** The first task that has not ended, null if all have, whether heard of or not. */
  @Nullable ProcessTask<?> current() {
    for (Run run : runs) {
      if (state(run.tasks.getLast()) != Slots.State.DONE) {
        for (ProcessTask<?> task : run.tasks) {
          if (state(task) != Slots.State.DONE) {
            return task;
          }
        }
      }
    }
    return null;
  }

  /** Whether nothing is with the worker behind a task. */
  boolean isLast(ProcessTask<?> task) {
    return runs.getLast().tasks.getLast() == task;
  }

  /** The task of a slot that ends next, if it is the one meant. */
  @Nullable ProcessTask<?> next(int slot, long sequence) {
    Run run = inSlot[slot];
    ProcessTask<?> task = run == null ? null : run.tasks.getFirst();
    return task != null && task.sequence == sequence ? task : null;
  }

  /** The task is not with this worker any more. */
  void remove(ProcessTask<?> task) {
    Run run = Objects.requireNonNull(task.run);
    if (run.tasks.getFirst() == task) {
      run.tasks.removeFirst();
    } else {
      run.tasks.remove(task);
    }
    removed(run, task);
  }

  private void removed(Run run, ProcessTask<?> task) {
    task.takenBack();
    count--;
    if (run.tasks.isEmpty()) {
      inSlot[run.slot] = null;
      if (runs.getFirst() == run) {
        runs.removeFirst();
      } else {
        runs.remove(run);
      }
    }
  }

  /**
   * Takes back a task and those behind it in its run, as far as they have not started.
   *
   * @return what was taken back, in order
   */
  Deque<ProcessTask<?>> revoke(ProcessTask<?> task) {
    return revoke(Objects.requireNonNull(task.run), task.sequence);
  }

  private Deque<ProcessTask<?>> revoke(Run run, long from) {
    long first = revoked(run.slot, from);
    Deque<ProcessTask<?>> revoked = new ArrayDeque<>();
    while (!run.tasks.isEmpty() && run.tasks.getLast().sequence >= first) {
      ProcessTask<?> task = run.tasks.removeLast();
      removed(run, task);
      revoked.addFirst(task);
    }
    return revoked;
  }

  private long revoked(int slot, long from) {
    if (memoryLost) {
      return Slots.NONE;
    }
    try {
      return memory.slots().revoke(slot, from);
    } catch (InternalError e) { // the file was cut short under the mapping
      return Slots.NONE;
    }
  }

  /** Takes back the last {@code most} of the tasks, as far as they have not started, in order. */
  Deque<ProcessTask<?>> revokeLast(int most) {
    Deque<ProcessTask<?>> revoked = new ArrayDeque<>();
    Iterator<Run> backwards = new ArrayDeque<>(runs).descendingIterator();
    while (backwards.hasNext() && revoked.size() < most) {
      Run run = backwards.next();
      int kept = Math.max(0, run.tasks.size() - (most - revoked.size()));
      Deque<ProcessTask<?>> of = revoke(run, run.tasks.getFirst().sequence + kept);
      of.descendingIterator().forEachRemaining(revoked::addFirst);
    }
    return revoked;
  }

  /** A task has ended after {@code nanos}. */
  void ran(long nanos) {
    finished++;
    pace.ran(Math.max(0, nanos));
  }

  Slots.State state(ProcessTask<?> task) {
    if (memoryLost) {
      return Slots.State.FREE;
    }
    try {
      return memory.slots().state(Objects.requireNonNull(task.run).slot, task.sequence);
    } catch (InternalError e) { // the file was cut short under the mapping
      return Slots.State.FREE;
    }
  }

  /** When the task started, as the worker says if that is possible. */
  long startedAt(ProcessTask<?> task, long now) {
    int slot = Objects.requireNonNull(task.run).slot;
    long said = memory.slots().startedAt(slot, task.sequence, task.sentAt);
    return said - task.sentAt < 0 ? task.sentAt : said - now > 0 ? now : said;
  }

  /** True if a task still ran and its end no longer counts. */
  boolean doom(ProcessTask<?> task) {
    return memory.slots().doom(Objects.requireNonNull(task.run).slot, task.sequence);
  }
}
