package dev.rota.http.worker;

import dev.rota.http.Request;
import dev.rota.http.Response;
import dev.rota.http.link.Board;
import dev.rota.http.link.Json;
import dev.rota.http.link.LogFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A line for each request, in the common log format or in JSON. Lines are written by a thread of
 * its own, whole lines at a time, so all workers can append to one file. Who asks for more than can
 * be written waits for no disk: lines that find no room are counted, and the number is logged.
 */
final class AccessLog {

  private static final int ROOM = 1 << 14;
  private static final int MOST_AT_ONCE = 256;
  private static final long FLUSH_NANOS = Duration.ofSeconds(2).toNanos();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

  private record Line(Request request, int status, int length, long nanos, ZonedDateTime time) {}

  private final LogFile file;
  private final Board board;
  private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong unwritten = new AtomicLong();
  private int taken; // by the thread that writes

  private AccessLog(LogFile file, Board board) {
    this.file = file;
    this.board = board;
  }

  /** Opens the log; without a name nothing is logged. */
  static AccessLog open(LogFile file, Board board) throws IOException {
    AccessLog log = new AccessLog(file, board);
    if (!file.name().isEmpty()) {
      OutputStream out = log.stream();
      Thread.ofPlatform().daemon().name("access-log").start(() -> log.write(out));
    }
    return log;
  }

  void add(Request request, Response response, long nanos) {
    if (file.name().isEmpty()) {
      return;
    }
    ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
    unwritten.incrementAndGet();
    if (!lines.offer(new Line(request, response.status(), response.length(), nanos, now))) {
      unwritten.decrementAndGet();
      lost.incrementAndGet();
    }
  }

  /** Gives lines that are not written yet a moment for it: the process is about to end. */
  void flush() throws InterruptedException {
    long end = System.nanoTime() + FLUSH_NANOS;
    while (unwritten.get() > 0 && System.nanoTime() - end < 0) {
      Thread.sleep(1);
    }
  }

  private OutputStream stream() throws IOException {
    return file.name().equals("-")
        ? System.out
        : Files.newOutputStream(
            Path.of(file.name()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void write(OutputStream first) {
    OutputStream out = first;
    long opened = board.get(Board.Head.LOGS);
    while (true) {
      try {
        String text = next();
        if (board.get(Board.Head.LOGS) != opened) {
          opened = board.get(Board.Head.LOGS);
          out = reopened(out);
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        lost.addAndGet(taken); // a full disk stops no service
      } catch (InterruptedException e) {
        return;
      } finally {
        unwritten.addAndGet(-taken);
        taken = 0;
      }
    }
  }

  /** The old file goes on if there can be no new one. */
  private OutputStream reopened(OutputStream old) throws IOException {
    OutputStream out;
    try {
      out = stream();
    } catch (IOException e) {
      Diary.note("the access log cannot be opened anew: " + e);
      return old;
    }
    if (!file.name().equals("-")) {
      old.close();
    }
    return out;
  }

  /** Lines that are there; waits for the first. */
  private String next() throws InterruptedException {
    StringBuilder text = new StringBuilder();
    Line line = lines.take();
    for (int i = 0; line != null && i < MOST_AT_ONCE; i++) {
      taken++;
      append(text, line);
      line = pollUnlessLast(i);
    }
    long missing = lost.getAndSet(0);
    if (missing > 0) {
      System.err.println(missing + " lines of the access log were lost");
    }
    return text.toString();
  }

  private @Nullable Line pollUnlessLast(int i) {
    return i == MOST_AT_ONCE - 1 ? null : lines.poll();
  }

  private void append(StringBuilder text, Line line) {
    Request request = line.request();
    if (file.json()) {
      text.append(
              Json.object(
                  out -> {
                    out.writeStringField("time", line.time().toInstant().toString());
                    out.writeStringField("remote", request.remote());
                    out.writeStringField("method", request.method());
                    out.writeStringField("target", request.target());
                    out.writeNumberField("status", line.status());
                    out.writeNumberField("bytes", line.length());
                    out.writeNumberField("micros", line.nanos() / 1000);
                  }))
          .append('\n');
    } else {
      text.append(request.remote())
          .append(" - - [")
          .append(TIME.format(line.time()))
          .append("] \"");
      text.append(escaped(request.method()))
          .append(' ')
          .append(escaped(request.target()))
          .append(" HTTP/1.1\" ");
      text.append(line.status()).append(' ').append(line.length()).append('\n');
    }
  }

  /** What a client sends must not be able to end a line, or what is in quotes. */
  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c > '~') {
        safe.append(String.format("\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }
}
