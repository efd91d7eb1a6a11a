package dev.rota.process;

import dev.rota.wire.Message;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.SharedMemory;
import dev.rota.wire.Slots;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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

  /** Whether the memory is not to be touched any more, because it has been cut short. */
  boolean memoryLost;

  boolean leaving;
  int finished;

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

  private final Deque<Run> runs = new ArrayDeque<>(); // in the order in which they will be begun
  private final @Nullable Run[] inSlot = new Run[Slots.COUNT];
  private final Deque<Integer> freeSlots = new ArrayDeque<>();
  private int count; // of tasks in all runs
  private int slow; // runs that are
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
    this.outbox = new Outbox(memory.requests());
    this.answers = new Outbox(memory.answers());
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      freeSlots.addLast(slot);
    }
  }

  /** How many tasks are with the worker. */
  int count() {
    return count;
  }

  /** How many threads of the worker have nothing to do, as far as was heard. */
  int freeThreads() {
    return Math.max(0, threads - runs.size());
  }

  /** How many tasks wait behind others. */
  int waiting() {
    return count - Math.min(threads, runs.size());
  }

  /**
   * How many more tasks may be sent: one for each thread at a time, or some more if they are short.
   */
  int room() {
    if (count > 0 && (outbox.isBackedUp() || freeSlots.isEmpty())) {
      return 0;
    }
    return pace.room(threads, slow, count);
  }

  /** Sends tasks in one message; {@link #flush} must follow. */
  void send(List<ProcessTask<?>> tasks, long firstSequence, long now) {
    int slot = freeSlots.removeFirst();
    Run run = new Run(slot, firstSequence);
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

  /** The runs that are with the worker, in the order in which they will be begun. */
  Collection<Run> runs() {
    return Collections.unmodifiableCollection(runs);
  }

  /** The first task of each run that is under way or begins next. */
  void heads(Consumer<ProcessTask<?>> action) {
    Iterator<Run> first = runs.iterator();
    for (int i = 0; i < threads && first.hasNext(); i++) {
      action.accept(first.next().tasks.getFirst());
    }
  }

  /** The first task of a run that has not ended, null if all have, whether heard of or not. */
  @Nullable ProcessTask<?> current(Run run) {
    if (state(run.tasks.getLast()) == Slots.State.DONE) {
      return null;
    }
    for (ProcessTask<?> task : run.tasks) {
      if (state(task) != Slots.State.DONE) {
        return task;
      }
    }
    return null;
  }

  /** Whether no task of a run has started. */
  boolean isUnstarted(Run run) {
    return state(run, run.first) == Slots.State.QUEUED;
  }

  /** Whether each of the worker's threads has a slow task. */
  boolean isTakenUp() {
    return slow >= threads;
  }

  /** The task that runs keeps others waiting; nothing is sent behind it until it ends. */
  void slowed(Run run) {
    if (!run.slow) {
      run.slow = true;
      slow++;
    }
  }

  private void notSlow(Run run) {
    if (run.slow) {
      run.slow = false;
      slow--;
    }
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
      notSlow(run);
      inSlot[run.slot] = null;
      freeSlots.addFirst(run.slot);
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

  /** Takes back the tasks of a run from {@code from} on, as far as they have not started. */
  Deque<ProcessTask<?>> revoke(Run run, long from) {
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

  /** A task has ended after {@code nanos} and is not with this worker any more. */
  void ended(ProcessTask<?> task, long nanos) {
    Run run = Objects.requireNonNull(task.run);
    notSlow(run);
    remove(task);
    finished++;
    pace.ran(Math.max(0, nanos));
  }

  /** Why the master killed the worker or is about to, null if it does not. */
  @Nullable String fate() {
    return farewell == null ? verdict : farewell.verdict;
  }

  Slots.State state(ProcessTask<?> task) {
    return state(Objects.requireNonNull(task.run), task.sequence);
  }

  private Slots.State state(Run run, long sequence) {
    if (memoryLost) {
      return Slots.State.FREE;
    }
    try {
      return memory.slots().state(run.slot, sequence);
    } catch (InternalError e) { // the file was cut short under the mapping
      return Slots.State.FREE;
    }
  }

  /** Whether a task has started and not ended. */
  boolean isRunning(ProcessTask<?> task) {
    Slots.State state = state(task);
    return state == Slots.State.STARTED || state == Slots.State.INTERRUPTED;
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
