package dev.rota.process;

import dev.rota.NotShippableException;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.wire.MalformedValueException;
import dev.rota.wire.Message;
import dev.rota.wire.MessageReader;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Result;
import dev.rota.wire.Ring;
import dev.rota.wire.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread that listens to one worker: it sleeps in a read of the worker's pipe, and each time
 * the bell rings takes the responses out of the ring, ends the tasks that they are about, and has
 * the worker given more. A platform thread, because a blocking read pins a virtual one.
 */
final class WorkerReader extends Thread {

  private static final long STACK = 1 << 18;
  private static final int LONGEST_WAIT_MILLIS = 200;

  private final WorkerLink link;
  private final Ring responses;
  private final MessageReader messages;
  private final ValueReader values;
  private final Monitor monitor;
  private final Workforce workforce;
  private final Ends ends;
  private final Events events;
  private final byte[] heard = new byte[1 << 13];

  WorkerReader(
      WorkerLink link,
      Settings settings,
      Monitor monitor,
      Workforce workforce,
      Ends ends,
      Events events) {
    super(null, null, link.name + "-reader", STACK);
    setDaemon(true);
    this.link = link;
    this.responses = link.memory.responses();
    this.messages = new MessageReader(responses, settings.maxMessage());
    this.values = new ValueReader(settings.resultLoader(), null);
    this.monitor = monitor;
    this.workforce = workforce;
    this.ends = ends;
    this.events = events;
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
      link.kill("could not be listened to: " + e);
    }
    endOf(link.process);
  }

  /** A process that has closed its streams has nothing left to live for. */
  private static void endOf(Process process) {
    try {
      if (!process.waitFor(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
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
      while (messages.poll()) {
        handle();
      }
      if (responses.takeSleepingWriter()) {
        link.ring();
      }
      monitor.run(this::giveMore);
    } while (!responses.readerMaySleep());
  }

  private void giveMore() {
    workforce.dispatcher().served(link);
    workforce.limitExit(link);
    ends.lookIfDrained();
  }

  private void handle() throws ProtocolException {
    switch (messages.kind()) {
      case Message.READY -> monitor.run(() -> workforce.ready(link));
      case Message.RESULT -> result();
      default -> throw new ProtocolException("no such response: " + messages.kind());
    }
  }

  private void result() throws ProtocolException {
    values.reset(messages.payload(), 0, messages.length());
    try {
      int kind = values.readByte();
      boolean retire = values.readByte() != 0;
      long wall = values.readLong();
      long cpu = values.readLong();
      int slot = messages.slot();
      long sequence = messages.sequence();
      ProcessTask<?> task = monitor.get(() -> finish(slot, sequence, wall, cpu, retire));
      if (task == null) {
        throw new ProtocolException("it ended a task that it does not have");
      }
      endSurely(task, kind);
    } catch (MalformedValueException e) {
      throw new ProtocolException("a result without a beginning: " + e.getMessage());
    }
  }

  private @Nullable ProcessTask<?> finish(
      int slot, long sequence, long wall, long cpu, boolean retire) {
    ProcessTask<?> task = link.task(slot, sequence);
    if (task == null) {
      return null;
    }
    long startedAt = link.startedAt(task, System.nanoTime());
    events.taskStarted(task, startedAt);
    task.attempts++;
    task.ran(startedAt, wall, cpu);
    link.remove(task);
    workforce.dispatcher().leavePlace(task);
    link.ran(wall);
    if (link.finished == 1) {
      workforce.tell(new SupervisorEvent.Proven(link.number));
    }
    if (retire) {
      workforce.retire(link, "its last task may have broken it");
    } else if (workforce.dispatcher().isUsedUp(link)) {
      workforce.retire(link, "it has run " + link.finished + " tasks");
    }
    return task;
  }

  /** Nobody else knows of the task any more, so whatever goes wrong ends it. */
  private void endSurely(ProcessTask<?> task, int kind) throws ProtocolException {
    try {
      end(task, kind);
    } catch (ProtocolException e) {
      throw e;
    } catch (Throwable e) {
      ends.failed(task, new NotShippableException("the result", "", "cannot be read: " + e));
    }
  }

  private void end(ProcessTask<?> task, int kind)
      throws ProtocolException, MalformedValueException {
    switch (kind) {
      case Result.VALUE -> returned(task);
      case Result.THREW -> ends.failed(task, values.readFailure());
      case Result.OUT_OF_MEMORY ->
          ends.failed(task, new TaskOutOfMemoryException("out of memory: " + values.read()));
      case Result.NOT_SHIPPABLE ->
          ends.failed(
              task,
              new NotShippableException(
                  String.valueOf(values.read()),
                  String.valueOf(values.read()),
                  String.valueOf(values.read())));
      default -> {
        ends.failed(task, new NotShippableException("the result", "", "is of no known kind"));
        throw new ProtocolException("no such kind of result: " + kind);
      }
    }
  }

  private void returned(ProcessTask<?> task) {
    Object value;
    try {
      value = values.read();
    } catch (MalformedValueException e) {
      ends.failed(
          task, new NotShippableException("the result", "", "cannot be read: " + e.getMessage()));
      return;
    }
    ends.returned(task, value);
  }
}
