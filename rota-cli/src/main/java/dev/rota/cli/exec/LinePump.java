package dev.rota.cli.exec;

import dev.rota.cli.output.LineOutput;
import dev.rota.program.ProgramEvent.Started;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what programs write as soon as there are whole lines, on a thread of its own. It looks
 * what is there instead of waiting for one of many pipes, as a process that outlives its program
 * may keep a pipe open; so a line may come some ms late. Who writes faster than the reader reads
 * has a full pipe, and waits.
 *
 * <p>A line that is longer than {@link #LONGEST} is passed on in pieces, and until it has ended
 * nobody else's lines are.
 */
final class LinePump {
  private static final int LONGEST = 1 << 20;
  private static final int PAUSE_MILLIS = 5;

  private final LineOutput out;
  private final LineOutput err;
  private final boolean tagged;
  private final Consumer<Task> printed;
  private final Consumer<RuntimeException> failed;
  private final BlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
  private final List<Stream> streams = new ArrayList<>();
  private final Set<Task> ended = new HashSet<>();
  private final byte[] buffer = new byte[1 << 16];
  private @Nullable Stream exclusive;
  private boolean running;

  LinePump(
      LineOutput out,
      LineOutput err,
      boolean tagged,
      Consumer<Task> printed,
      Consumer<RuntimeException> failed) {
    this.out = out;
    this.err = err;
    this.tagged = tagged;
    this.printed = printed;
    this.failed = failed;
  }

  /** One of the two outputs of a program. */
  private static final class Stream {
    final Task task;
    final FileInputStream from;
    final LineOutput to;

    /** What is whole, and may be passed on. */
    final ByteArrayOutputStream ready = new ByteArrayOutputStream();

    final OutputStream lines;
    final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    Stream(Task task, String from, LineOutput to, boolean tagged) throws IOException {
      this.task = task;
      this.from = new FileInputStream(from);
      this.to = to;
      this.lines = tagged ? new Tagger(ready, task.item.text()) : ready;
    }

    /** Passes on what has been begun, whole or not. */
    void write() throws IOException {
      begun.writeTo(lines);
      begun.reset();
      to.write(ready.toByteArray());
      ready.reset();
    }
  }

  /** A program runs. Opens its pipes, so that the guardian may forget them. */
  void begin(Task task, Started started) throws IOException {
    var both =
        List.of(
            new Stream(task, started.out(), out, tagged),
            new Stream(task, started.err(), err, tagged));
    requests.add(() -> streams.addAll(both));
    if (!running) {
      running = true;
      Thread.ofPlatform().daemon().name("rota-lines").start(this::pump);
    }
  }

  /** It has ended: once all that it has written is passed on, it is printed. */
  void end(Task task) {
    requests.add(() -> ended.add(task));
  }

  private void pump() {
    try {
      while (true) {
        boolean moved = false;
        for (var stream : List.copyOf(streams)) {
          moved |= pass(stream);
        }
        var request = moved ? requests.poll() : requests.poll(pause(), TimeUnit.MILLISECONDS);
        if (request != null) {
          request.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      failed.accept(new IllegalStateException("cannot read the output of a program", e));
    } catch (RuntimeException e) {
      failed.accept(e);
    }
  }

  private long pause() {
    return streams.isEmpty() ? TimeUnit.HOURS.toMillis(1) : PAUSE_MILLIS;
  }

  /** Whether anything was there. */
  private boolean pass(Stream stream) throws IOException {
    if (exclusive != null && exclusive != stream) {
      return false;
    }
    boolean isLast = ended.contains(stream.task); // asked first: nothing comes afterwards
    int there = stream.from.available();
    if (there > 0) {
      read(stream, there);
    } else if (isLast) {
      close(stream);
    }
    return there > 0 || isLast;
  }

  private void read(Stream stream, int there) throws IOException {
    int n = stream.from.read(buffer, 0, Math.min(there, buffer.length));
    int end = n;
    while (end > 0 && buffer[end - 1] != '\n') {
      end--;
    }
    if (end > 0) {
      stream.begun.write(buffer, 0, end);
      stream.write();
      exclusive = null;
    }
    stream.begun.write(buffer, end, n - end);
    if (stream.begun.size() > LONGEST) {
      stream.write();
      exclusive = stream;
    }
  }

  private void close(Stream stream) throws IOException {
    if (stream.begun.size() > 0 || exclusive == stream) {
      stream.begun.write('\n'); // so that nobody else's line is glued to it
      stream.write();
    }
    exclusive = null;
    stream.from.close();
    streams.remove(stream);
    if (streams.stream().noneMatch(other -> other.task == stream.task)) {
      ended.remove(stream.task);
      printed.accept(stream.task);
    }
  }
}
