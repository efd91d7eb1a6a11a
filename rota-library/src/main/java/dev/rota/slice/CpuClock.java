package dev.rota.slice;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** CPU time of platform threads, as the operating system counts it. */
final class CpuClock {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CpuClock() {}

  static boolean counts() {
    return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
  }

  /** Of the current platform thread in ns; -1 if it is not counted. */
  static long own() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Of any platform thread in ns; -1 if it is not counted, or the thread is gone. */
  static long of(Thread thread) {
    return THREADS.getThreadCpuTime(thread.threadId());
  }
}
