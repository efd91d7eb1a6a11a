package dev.rota.cli.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The lines of standard input, read by a thread of its own, because a read that waits for a line
 * cannot be interrupted. It reads a little ahead, no more. All fields are guarded by this object.
 */
final class StandardInput implements Source {
  private static final int MOST_AHEAD = 64;
  static final int LONGEST_LINE = 16 << 20;

  private final BufferedReader in;
  private final Queue<String> lines = new ArrayDeque<>();
  private boolean started;
  private boolean ended;
  private @Nullable IOException failure;

  StandardInput(InputStream in) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public boolean isCountable() {
    return false;
  }

  @Override
  public synchronized Iterator<String> open() {
    if (!started) {
      started = true;
      Thread.ofPlatform().daemon().name("rota-stdin").start(this::readAll);
    }
    return new Lines();
  }

  @Override
  public synchronized void stop() {
    ended = true;
    notifyAll();
  }

  private void readAll() {
    try {
      var line = readLine();
      while (line != null && put(line)) {
        line = readLine();
      }
      end(null);
    } catch (IOException e) {
      end(e);
    } catch (InterruptedException e) {
      end(null);
    }
  }

  private synchronized boolean put(String line) throws InterruptedException {
    while (lines.size() == MOST_AHEAD && !ended) {
      wait();
    }
    if (!ended) {
      lines.add(line);
    }
    notifyAll();
    return !ended;
  }

  private synchronized void end(@Nullable IOException how) {
    failure = how;
    ended = true;
    notifyAll();
  }

  /** Null at the end. Without the bound a line that never ends would fill the memory. */
  private @Nullable String readLine() throws IOException {
    var line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (line.length() == LONGEST_LINE) {
        throw new IOException("a line is longer than " + (LONGEST_LINE >> 20) + " Mi characters");
      }
      line.append((char) c);
      c = in.read();
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }

  private synchronized boolean awaitLine() {
    while (lines.isEmpty() && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    if (lines.isEmpty() && failure != null) {
      throw new UnreadableInputException("standard input: " + failure.getMessage());
    }
    return !lines.isEmpty();
  }

  private synchronized @Nullable String take() {
    var line = lines.poll();
    notifyAll();
    return line;
  }

  private final class Lines implements Iterator<String> {
    @Override
    public boolean hasNext() {
      return awaitLine();
    }

    @Override
    public String next() {
      var line = awaitLine() ? take() : null;
      if (line == null) {
        throw new NoSuchElementException();
      }
      return line;
    }
  }
}
