package dev.rota.checks.compare.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux knows of processes. */
public final class Processes {

  private static final long QUIET = 2_000_000; // ns of CPU time a process and second

  private Processes() {}

  /** The worker JVMs that this process has started. */
  static List<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Memory in bytes, of what is shared a part. */
  public static long pss(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .sum();
    } catch (IOException e) {
      throw new IllegalStateException("worker " + pid + " cannot be looked at", e);
    }
  }

  /** CPU time of all threads that live. */
  public static long cpuNanos(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.mapToLong(Processes::cpuOfThread).sum();
    } catch (IOException e) {
      throw new IllegalStateException("process " + pid + " cannot be looked at", e);
    }
  }

  private static long cpuOfThread(Path thread) {
    try {
      String line = Files.readString(thread.resolve("schedstat"));
      return Long.parseLong(line.substring(0, line.indexOf(' ')));
    } catch (IOException e) {
      return 0; // it has ended
    }
  }

  /** Until the processes have done what they do once they are ready, at most half a minute. */
  static void awaitQuiet(List<Long> pids) throws InterruptedException {
    for (int i = 0; i < 30; i++) {
      long before = pids.stream().mapToLong(Processes::cpuNanos).sum();
      Thread.sleep(1000);
      if (pids.stream().mapToLong(Processes::cpuNanos).sum() - before < QUIET * pids.size()) {
        return;
      }
    }
  }
}
