package dev.rota.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of threads, as the kernel counts it. */
public final class ThreadCpuClock {

  private static final String OWN = "/proc/thread-self/schedstat";
  private static final int LONGEST_LINE = 64;

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
    return Math.max(0, read("/proc/" + pid + "/task/" + tid + "/schedstat"));
  }

  /**
   * CPU time of the current thread in ns, 0 if it cannot be read: what {@link #nanos()} says up to
   * a tick of the kernel (1 to 10 ms), slower, but without a native call to be bound first.
   */
  public static long unboundNanos() {
    return Math.max(0, read(OWN));
  }

  /** Whether this system tells the CPU time of threads of other processes. */
  public static boolean isReadable() {
    return read(OWN) >= 0;
  }

  /** -1 if the thread is gone, or the kernel does not have the figure. */
  private static long read(String schedstat) {
    try (FileInputStream file = new FileInputStream(schedstat)) {
      byte[] line = new byte[LONGEST_LINE];
      int length = file.read(line);
      long nanos = 0;
      int i = 0;
      for (; i < length && line[i] >= '0' && line[i] <= '9'; i++) {
        nanos = 10 * nanos + line[i] - '0';
      }
      return i == 0 ? -1 : nanos;
    } catch (IOException e) {
      return -1;
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
