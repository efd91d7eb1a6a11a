package dev.rota.linux;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of threads, as the kernel counts it. */
public final class ThreadCpuClock {

  private final ThreadMXBean threads;

  /**
   * Asks the JVM, because a native call of our own has to be bound first, which takes ten times as
   * long; but that takes some ms too.
   */
  public ThreadCpuClock() {
    threads = ManagementFactory.getThreadMXBean();
  }

  /** CPU time of the current thread in ns. */
  public long nanos() {
    return threads.getCurrentThreadCpuTime();
  }

  /** CPU time of a thread of any process in ns, 0 if it cannot be read. */
  public static long nanos(long pid, long tid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/task/" + tid + "/schedstat"));
      return Long.parseLong(line.substring(0, line.indexOf(' ')));
    } catch (IOException | RuntimeException e) {
      return 0; // gone, or a kernel without the figure
    }
  }

  /** The kernel's number of the current thread, 0 if it cannot be read. */
  public static long currentTid() {
    try {
      Path link = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return Long.parseLong(link.getFileName().toString());
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
