package dev.rota.checks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that want a processor each, beside what is measured. They end with this process.
 *
 * <p>Each in a session of its own, as somebody else's would be: the kernel may share the processors
 * among sessions.
 */
final class BusyLoops implements AutoCloseable {

  private static final String LOOP = "while kill -0 $PPID; do :; done";

  private final List<Process> loops = new ArrayList<>();

  BusyLoops(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      loops.add(new ProcessBuilder("setsid", "sh", "-c", LOOP).start());
    }
  }

  @Override
  public void close() {
    loops.forEach(Process::destroyForcibly);
  }
}
