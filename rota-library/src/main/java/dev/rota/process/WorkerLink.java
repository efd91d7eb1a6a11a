package dev.rota.process;

import dev.rota.wire.Message;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.SharedMemory;
import dev.rota.wire.Slots;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
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

  /** Functions that a worker remembers before the oldest is forgotten. */
  private static final int KNOWN_FUNCTIONS = 64;

  /** How much work may lie with a worker beyond the task that it runs, in ns of run time. */
  private static final long AHEAD_NANOS = 500_000;

  final int number;

  /** How many tasks it may do. */
  final int maxTasks;

  final String name;
  final Process process;
  final SharedMemory memory;
  final OutputTail output = new OutputTail();

  /** What is with the worker, in the order in which it will run. */
  final Deque<ProcessTask<?>> tasks = new ArrayDeque<>(Slots.COUNT);

  boolean leaving;
  int finished;

  /** Why the master killed the worker, null if it did not. */
  @Nullable String verdict;

  /** Whether the task that runs has kept others waiting, so that none is sent behind it. */
  boolean slow;

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

  private final @Nullable ProcessTask<?>[] inSlot = new ProcessTask<?>[Slots.COUNT];
  private final SequencedSet<Long> knownFunctions = new LinkedHashSet<>();
  private final Deque<byte[]> outbox = new ArrayDeque<>();
  private boolean backedUp; // the ring had no room for all at the last flush
  private int outboxWritten; // bytes of the first element
  private long meanRunNanos = Long.MAX_VALUE; // until measured, one task at a time

  WorkerLink(int number, String name, int maxTasks, Process process, SharedMemory memory) {
    this.number = number;
    this.maxTasks = maxTasks;
    this.name = name;
    this.process = process;
    this.memory = memory;
  }

  /** Whether another task may be sent: one at a time, or some more if they are short. */
  boolean hasRoom() {
    if (!tasks.isEmpty() && (slow || backedUp)) {
      return false;
    }
    long ahead = meanRunNanos == 0 ? Slots.COUNT : 1 + AHEAD_NANOS / meanRunNanos;
    return tasks.size() < Math.min(Slots.COUNT, ahead);
  }

  /** Sends a task; {@link #flush} must follow. */
  void send(ProcessTask<?> task, long sequence, long now) {
    int slot = freeSlot();
    inSlot[slot] = task;
    tasks.addLast(task);
    task.link = this;
    task.sequence = sequence;
    task.slot = slot;
    task.worker = name;
    task.sentAt = now;
    ShippedFunction function = task.cargo.function;
    if (function != null && knownFunctions.add(function.id)) {
      post(Message.DEFINE, 0, function.id, function.payload);
      if (knownFunctions.size() > KNOWN_FUNCTIONS) {
        post(Message.FORGET, 0, knownFunctions.removeFirst(), new byte[0]);
      }
    }
    memory.slots().send(slot, sequence);
    post(task.cargo.kind, slot, sequence, task.cargo.payload);
  }

  /** Asks the worker to exit when it has read all that was sent. */
  void sendStop() {
    post(Message.STOP, 0, 0, new byte[0]);
    flush();
  }

  private int freeSlot() {
    int slot = 0;
    while (inSlot[slot] != null) {
      slot++;
    }
    return slot;
  }

  private void post(int kind, int slot, long sequence, byte[] payload) {
    outbox.addLast(Message.header(kind, slot, sequence, payload.length));
    outbox.addLast(payload);
  }

  /** Writes what the ring has room for and wakes the worker. A broken worker is killed. */
  void flush() {
    if (outbox.isEmpty()) {
      return; // the flush that wrote it has woken the worker
    }
    try {
      while (!outbox.isEmpty()) {
        byte[] first = outbox.getFirst();
        outboxWritten +=
            memory.requests().write(first, outboxWritten, first.length - outboxWritten);
        if (outboxWritten == first.length) {
          outbox.removeFirst();
          outboxWritten = 0;
        } else if (memory.requests().writerMaySleep()) {
          break; // the worker rings when it has read some
        }
      }
      backedUp = !outbox.isEmpty();
      if (memory.requests().takeSleepingReader()) {
        ring();
      }
    } catch (ProtocolException | InternalError e) {
      kill("broke the protocol: " + e.getMessage());
    }
  }

  /** Wakes the worker. */
  void ring() {
    try {
      process.getOutputStream().write(0);
      process.getOutputStream().flush();
    } catch (IOException e) {
      // it is gone; its end is noticed elsewhere
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

  /** The task of a slot if it is the attempt meant. */
  @Nullable ProcessTask<?> task(int slot, long sequence) {
    ProcessTask<?> task = inSlot[slot];
    return task != null && task.sequence == sequence ? task : null;
  }

  /** The task is not with this worker any more. */
  void remove(ProcessTask<?> task) {
    if (tasks.peekFirst() == task) {
      tasks.removeFirst();
    } else {
      tasks.remove(task);
    }
    inSlot[task.slot] = null;
    task.link = null;
  }

  /** Takes back a task that has not started; false if it has. */
  boolean revoke(ProcessTask<?> task) {
    if (!memory.slots().revoke(task.slot, task.sequence)) {
      return false;
    }
    remove(task);
    return true;
  }

  /** Takes back the last {@code most} of the tasks that have not started, in their order. */
  Deque<ProcessTask<?>> revokeLast(int most) {
    Deque<ProcessTask<?>> revoked = new ArrayDeque<>();
    Iterator<ProcessTask<?>> backwards = new ArrayDeque<>(tasks).descendingIterator();
    while (backwards.hasNext() && revoked.size() < most) {
      ProcessTask<?> task = backwards.next();
      if (!revoke(task)) {
        break; // it runs, so all before it have run
      }
      revoked.addFirst(task);
    }
    return revoked;
  }

  /** A task has ended after {@code nanos}. */
  void ran(long said) {
    long nanos = Math.max(0, said);
    finished++;
    slow = false;
    meanRunNanos =
        meanRunNanos == Long.MAX_VALUE ? nanos : meanRunNanos - meanRunNanos / 8 + nanos / 8;
  }

  Slots.State state(ProcessTask<?> task) {
    return memory.slots().state(task.slot, task.sequence);
  }

  /** When the task started, as the worker says if that is possible. */
  long startedAt(ProcessTask<?> task, long now) {
    long said = memory.slots().startedAt(task.slot);
    return said - task.sentAt < 0 ? task.sentAt : said - now > 0 ? now : said;
  }
}
