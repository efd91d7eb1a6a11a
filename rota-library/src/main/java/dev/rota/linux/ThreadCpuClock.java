package dev.rota.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of threads, as the kernel counts it. */
@SuppressWarnings("restricted") // native calls are what this package is for
public final class ThreadCpuClock {

  private static final int CLOCK_THREAD_CPUTIME_ID = 3;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final String OWN = "/proc/thread-self/schedstat";
  private static final int LONGEST_LINE = 64;

  private final MethodHandle clockGettime;
  private final ThreadLocal<MemorySegment> timespec =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2));

  /** Binds the clock; takes some tens of milliseconds once in a process. */
  public ThreadCpuClock() {
    Linker linker = Linker.nativeLinker();
    clockGettime =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("clock_gettime"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
            Linker.Option.critical(false));
  }

  /** CPU time of the current thread in ns. */
  public long nanos() {
    MemorySegment time = timespec.get();
    try {
      int failed = (int) clockGettime.invokeExact(CLOCK_THREAD_CPUTIME_ID, time);
      if (failed != 0) {
        throw new IllegalStateException("clock_gettime failed");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * NANOS_PER_SECOND
        + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
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
