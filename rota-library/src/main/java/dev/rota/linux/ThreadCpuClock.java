package dev.rota.linux;

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
