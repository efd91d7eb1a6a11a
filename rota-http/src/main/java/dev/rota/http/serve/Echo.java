package dev.rota.http.serve;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes on what a worker writes, line by line, with its number before each. It looks what is there
 * instead of waiting for it, so that what outlives a worker and has its output open holds up
 * nobody. What a worker writes beyond {@link #MOST_PER_SECOND} is left out.
 */
final class Echo {

  /** How much a worker may write, in bytes, without being asked to go. */
  static final long MOST_PER_SECOND = 1 << 18;

  private static final int LONGEST_LINE = 8 << 10;
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<FileInputStream> streams = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private final byte[] buffer = new byte[1 << 14];
  private final String prefix;
  private final PrintStream to;
  private double allowance = MOST_PER_SECOND;
  private long last;
  private long leftOut;

  Echo(String prefix, PrintStream to, long now) {
    this.prefix = prefix;
    this.to = to;
    this.last = now;
  }

  /** One of the worker's two outputs. */
  void add(String path) {
    try {
      streams.add(new FileInputStream(path));
    } catch (IOException e) {
      // it has ended already, and its pipes are gone
    }
  }

  /** Passes on what is there; true if the worker writes more than it may. */
  boolean pass(long now) {
    allowance =
        Math.min(MOST_PER_SECOND, allowance + (now - last) / NANOS_PER_SECOND * MOST_PER_SECOND);
    last = now;
    boolean flooded = false;
    for (FileInputStream stream : streams) {
      flooded |= pass(stream);
    }
    return flooded;
  }

  private boolean pass(FileInputStream stream) {
    boolean flooded = false;
    try {
      while (stream.available() > 0) {
        int length = stream.read(buffer);
        if (length < 0) {
          break;
        }
        allowance -= length;
        if (allowance < 0) {
          allowance = 0;
          leftOut += length;
          flooded = true;
        } else {
          append(length);
        }
      }
    } catch (IOException e) {
      // the worker is gone
    }
    return flooded;
  }

  private void append(int length) {
    for (int i = 0; i < length; i++) {
      char c = (char) (buffer[i] & 0xff);
      if (c == '\n' || line.length() == LONGEST_LINE) {
        print();
      }
      if (c != '\n') {
        line.append(c);
      }
    }
  }

  private void print() {
    byte[] bytes = line.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    line.setLength(0);
    synchronized (to) {
      to.print(prefix);
      to.write(bytes, 0, bytes.length);
      to.println();
    }
  }

  /** The worker has ended: passes on the rest and closes. */
  void close(long now) {
    boolean _ = pass(now);
    if (!line.isEmpty()) {
      print();
    }
    if (leftOut > 0) {
      to.println(prefix + leftOut + " bytes were left out");
    }
    for (FileInputStream stream : streams) {
      try {
        stream.close();
      } catch (IOException e) {
        // nothing was written to it
      }
    }
  }
}
