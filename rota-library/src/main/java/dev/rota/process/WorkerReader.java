package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.TaskOutOfMemoryException;
import dev.rota.supervise.SupervisorEvent;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.Message;
import dev.rota.wire.MessageReader;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Ring;
import dev.rota.wire.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The thread that listens to one worker: it sleeps in a read of the worker's pipe, and each time
 * the bell rings takes the responses out of the ring, has the worker given more, and ends the tasks
 * that they are about. A platform thread, because a blocking read pins a virtual one.
 */
final class WorkerReader extends Thread {

  private static final long STACK = 1 << 20; // values nested as deeply as is allowed
  private static final int LONGEST_WAIT_MILLIS = 200;

  /** How many results are taken over under the lock at once: it is wanted by others too. */
  private static final int TOGETHER = 64;

  private final WorkerLink link;
  private final Ring responses;
  private final MessageReader messages;
  private final ValueReader values;
  private final Monitor monitor;
  private final Workforce workforce;
  private final Ends ends;
  private final Events events;
  private final Runnable exited;
  private final AtomicBoolean hasExited = new AtomicBoolean();
  private final byte[] heard = new byte[1 << 13];
  private final List<ReceivedResult> received = new ArrayList<>();
  private boolean isReady;

  WorkerReader(
      WorkerLink link,
      Settings settings,
      Monitor monitor,
      Workforce workforce,
      Ends ends,
      Events events,
      Runnable exited) {
    super(null, null, link.name + "-reader", STACK);
    setDaemon(true);
    this.link = link;
    this.responses = link.memory.responses();
    this.messages = new MessageReader(responses, settings.maxMessage());
    this.values =
        new ValueReader(
            settings.resultLoader(), JavaSerialization.of(settings.serializedResults()));
    this.monitor = monitor;
    this.workforce = workforce;
    this.ends = ends;
    this.events = events;
    this.exited = exited;
  }

  @Override
  public void run() {
    try {
      InputStream pipe = link.process.getInputStream();
      serve(); // only after this does the worker know that somebody has to be woken
      int count;
      while ((count = pipe.read(heard)) >= 0) {
        link.output.append(heard, count);
        serve();
      }
      serve(); // what it said last
    } catch (ProtocolException e) {
      link.kill("broke the protocol: " + e.getMessage());
    } catch (IOException e) {
      // as good as the end of the stream
    } catch (Throwable e) { // its memory is gone, or ours is: nobody can listen to it any more
      Faults.quench(); // or it would not come to the next step
      link.kill("could not be listened to: " + e);
    }
    try {
      awaitEndOf(link.process);
    } catch (InterruptedException e) {
      throw new AssertionError(e); // nobody does
    }
    exited();
  }

  /** A process that has closed its streams has nothing left to live for. */
  private static void awaitEndOf(Process process) throws InterruptedException {
    if (!process.waitFor(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** Has the worker buried, once. */
  void exited() {
    if (hasExited.compareAndSet(false, true)) {
      exited.run();
    }
  }

  /** Waits until all that the worker said is heard, but not for what its children may still say. */
  void awaitEnd() {
    try {
      join(LONGEST_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() throws ProtocolException {
    do {
      try {
        while (hears()) {
          handle();
        }
      } finally {
        settle();
      }
      boolean writerSleeps = responses.takeSleepingWriter();
      Faults.surface();
      if (writerSleeps) {
        link.ring();
      }
    } while (!responses.readerMaySleep());
    Faults.surface();
  }

  /**
   * Whether a message is there. A fault comes out here: nothing is made of what was not read, and
   * the pool's lock is not held.
   */
  private boolean hears() throws ProtocolException {
    try {
      return messages.poll();
    } finally {
      Faults.surface();
    }
  }

  private void handle() throws ProtocolException {
    switch (messages.kind()) {
      case Message.READY -> ready();
      case Message.RESULT -> {
        received.add(ReceivedResult.read(messages, values));
        if (received.size() == TOGETHER) {
          settle();
        }
      }
      case Message.SUBMIT -> {
        settle(); // the tasks before the one that submits
        workforce.nested().submitted(link, messages);
      }
      case Message.CANCEL -> workforce.nested().cancelled(link, messages);
      default -> throw new ProtocolException("no such response: " + messages.kind());
    }
  }

  private void ready() throws ProtocolException {
    if (isReady) {
      throw new ProtocolException("it became ready twice");
    }
    isReady = true;
    monitor.run(() -> workforce.ready(link));
  }

  /** Takes over the results that came since the last time, and gives the worker more. */
  private void settle() throws ProtocolException {
    List<ReceivedResult> results = List.copyOf(received);
    received.clear();
    List<@Nullable ProcessTask<?>> tasks = new ArrayList<>(results.size());
    monitor.run(
        () -> {
          results.forEach(result -> tasks.add(finish(result)));
          workforce.dispatcher().served(link);
          workforce.tasksEnded(results.size());
          workforce.departures().limitExit(link);
          ends.lookIfDrained();
        });
    for (int i = 0; i < tasks.size(); i++) {
      end(tasks.get(i), results.get(i));
    }
    if (tasks.contains(null) && link.fate() == null) { // only now: nobody else ends the others
      throw new ProtocolException("it ended a task that it does not have");
    }
  }

  private @Nullable ProcessTask<?> finish(ReceivedResult result) {
    ProcessTask<?> task = link.runs.next(result.slot(), result.sequence());
    if (task == null) {
      return null;
    }
    long startedAt = Math.max(task.sentAt, result.startedAt());
    events.taskStarted(task, startedAt);
    task.attempts++;
    workforce.nested().ended(link, task);
    boolean exhausted = result.failure() instanceof TaskOutOfMemoryException;
    long peak = exhausted ? Gauge.peakMemory(link) : 0;
    task.ran(startedAt, result.wallNanos(), result.cpuNanos(), peak);
    link.ended(task, result.wallNanos());
    workforce.dispatcher().leavePlace(task);
    workforce.dispatcher().ran(task, result.wallNanos());
    if (link.finished == 1) {
      workforce.tell(new SupervisorEvent.Proven(link.number));
    }
    if (result.failure() == null) {
      workforce.succeeded(task);
    }
    if (result.retire()) {
      workforce.retire(link, "its last task may have broken it");
    } else if (workforce.dispatcher().isUsedUp(link)) {
      workforce.retire(link, "it has run " + link.finished + " tasks");
    }
    return task;
  }

  private void end(@Nullable ProcessTask<?> task, ReceivedResult result) {
    if (task != null && result.failure() == null) {
      ends.returned(task, result.value());
    } else if (task != null) {
      ends.failed(task, requireNonNull(result.failure()));
    }
  }
}
