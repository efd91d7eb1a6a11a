package dev.rota.slice;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the operating system says about a thread of this process. */
final class OsThread {

  static final OsThread UNKNOWN = new OsThread(null);

  private final @Nullable RandomAccessFile stat;
  private final byte[] line = new byte[128];

  private OsThread(@Nullable RandomAccessFile stat) {
    this.stat = stat;
  }

  /** The current thread; one that never sleeps where the system does not say. */
  static OsThread current() {
    try {
      Path own = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return new OsThread(new RandomAccessFile("/proc/" + own + "/stat", "r"));
    } catch (IOException | RuntimeException e) {
      return UNKNOWN;
    }
  }

  /** Whether it sleeps in the kernel; for one thread at a time. */
  boolean isAsleep() {
    if (stat == null) {
      return false;
    }
    try {
      stat.seek(0);
      int length = stat.read(line);
      int name = length - 1;
      while (name > 0 && line[name] != ')') {
        name--;
      }
      byte state = name > 0 && name + 2 < length ? line[name + 2] : (byte) 'R';
      return state == 'S' || state == 'D';
    } catch (IOException e) {
      return false; // gone
    }
  }

  void close() {
    if (stat != null) {
      try {
        stat.close();
      } catch (IOException e) {
        // it was only read
      }
    }
  }
}
