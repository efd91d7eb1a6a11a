package dev.rota.checks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that want a processor each, beside what is measured. They end with this process. */
final class BusyLoops implements AutoCloseable {

  private final List<Process> loops = new ArrayList<>();

  BusyLoops(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      loops.add(new ProcessBuilder("sh", "-c", "while kill -0 $PPID; do :; done").start());
    }
  }

  @Override
  public void close() {
    loops.forEach(Process::destroyForcibly);
  }
}
