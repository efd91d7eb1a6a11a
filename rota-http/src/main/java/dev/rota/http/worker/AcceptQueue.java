package dev.rota.http.worker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/**
 * How many connections wait in the listening socket of TCP, and whether that are too many: when it
 * has been full for a moment the kernel lets nobody else in, and who comes waits without an answer
 * until it gives up. Then some have to be taken and refused. Used by one loop.
 */
final class AcceptQueue {

  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;
  private static final int INFO_BYTES = 104;

  /** Of a listening socket, these two tell how many wait, and how many may. */
  private static final int UNACKED = 24;

  private static final int SACKED = 28;

  /** A burst that workers take in this time is no overflow. */
  private static final long MOMENT_NANOS = Duration.ofMillis(100).toNanos();

  /** One place in so many is made free, so that who comes next gets in. */
  private static final int FREE = 8;

  private final MethodHandle getsockopt;
  private final MemorySegment info = Arena.ofAuto().allocate(INFO_BYTES, Integer.BYTES);
  private final MemorySegment length = Arena.ofAuto().allocate(JAVA_INT);
  private final int descriptor;
  private long fullSince; // 0 while it is not full
  private long lookedAt;

  @SuppressWarnings("restricted")
  AcceptQueue(int descriptor) {
    this.descriptor = descriptor;
    Linker linker = Linker.nativeLinker();
    this.getsockopt =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("getsockopt"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  }

  /** Whether some are to be refused now. */
  boolean overflows(long now) {
    if (!read()) {
      return false;
    }
    int waiting = info.get(JAVA_INT, UNACKED);
    int room = info.get(JAVA_INT, SACKED);
    boolean isNews = now - lookedAt > MOMENT_NANOS; // nobody knows what was meanwhile
    lookedAt = now;
    if (isNews || waiting < room - room / FREE) {
      fullSince = 0;
    }
    if (waiting >= room && fullSince == 0) {
      fullSince = now | 1;
    }
    return fullSince != 0 && now - fullSince > MOMENT_NANOS;
  }

  private boolean read() {
    length.set(JAVA_INT, 0, INFO_BYTES);
    try {
      return (int) getsockopt.invokeExact(descriptor, IPPROTO_TCP, TCP_INFO, info, length) == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // a native call throws nothing
      throw new IllegalStateException(e);
    }
  }
}
