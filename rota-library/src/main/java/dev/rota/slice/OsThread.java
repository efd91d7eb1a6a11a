package dev.rota.slice;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says about a thread of this process. */
final class OsThread {

  static final OsThread UNKNOWN = new OsThread("");

  private static final int LONGEST = 128; // number, name of at most 15 characters, state

  private final String stat;

  private OsThread(String stat) {
    this.stat = stat;
  }

  /** The current thread; one that never sleeps where the system does not say. */
  static OsThread current() {
    try {
      return new OsThread(
          "/proc/" + Files.readSymbolicLink(Path.of("/proc/thread-self")) + "/stat");
    } catch (IOException | RuntimeException e) {
      return UNKNOWN;
    }
  }

  /** Whether it sleeps in the kernel. */
  boolean isAsleep() {
    if (stat.isEmpty()) {
      return false;
    }
    byte[] line = new byte[LONGEST];
    try (FileInputStream file = new FileInputStream(stat)) {
      int length = file.read(line);
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
}
