package dev.rota.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory that processes share through a descriptor, {@code memfd_create(2)}: it has no name that
 * could be taken, its size is sealed, so that no mapping of it ever faults, and it goes with the
 * last process that has it. Another process of the same user opens it as {@code /proc/PID/fd/N}.
 */
public final class SealedMemory {

  private static final int CLOSE_ON_EXEC = 1;
  private static final int ALLOW_SEALING = 2;
  private static final int ADD_SEALS = 1033;
  private static final int GET_SEALS = 1034;
  private static final int SEAL_SHRINK_GROW = 1 | 2 | 4;
  private static final int OPEN_READ_WRITE_CLOSE_ON_EXEC = 02 | 02000000;
  private static final int ZEROS = 1 << 16;

  private static final MethodHandle CREATE =
      Native.function("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CONTROL =
      Native.function(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle OPEN =
      Native.function(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      Native.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private SealedMemory() {}

  /**
   * Makes zeroed memory. All its pages are taken now: where there is no room for them that is an
   * error here and not a fault later.
   *
   * @return its descriptor
   */
  public static int create(String label, long size) throws IOException {
    if (size > AvailableMemory.bytes()) { // the kernel would kill somebody for it
      throw new IOException("there are " + AvailableMemory.bytes() + " bytes available");
    }
    int descriptor;
    try (Arena arena = Arena.ofConfined()) {
      descriptor =
          (int) CREATE.invokeExact(arena.allocateFrom(label), CLOSE_ON_EXEC | ALLOW_SEALING);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
    if (descriptor < 0) {
      throw new IOException("memfd_create failed: no descriptors left, or a kernel without it");
    }
    try (FileChannel channel = channel(descriptor)) {
      ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
      for (long left = size; left > 0; ) {
        left -= channel.write(zeros.clear().limit((int) Math.min(left, ZEROS)));
      }
      seal(descriptor);
      return descriptor;
    } catch (Throwable e) {
      close(descriptor);
      throw e;
    }
  }

  private static void seal(int descriptor) throws IOException {
    if (control(descriptor, ADD_SEALS, SEAL_SHRINK_GROW) != 0) {
      throw new IOException("the size of shared memory cannot be sealed");
    }
  }

  /** Whether the memory can neither shrink nor grow. */
  public static boolean isSealed(int descriptor) {
    return (control(descriptor, GET_SEALS, 0) & SEAL_SHRINK_GROW) == SEAL_SHRINK_GROW;
  }

  /** Opens what another process has as a descriptor; -1 if it has not, or is gone. */
  public static int open(long pid, int theirs) {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          OPEN.invokeExact(
              arena.allocateFrom("/proc/" + pid + "/fd/" + theirs), OPEN_READ_WRITE_CLOSE_ON_EXEC);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** Maps all of it. */
  public static MemorySegment map(int descriptor, Arena arena) throws IOException {
    try (FileChannel channel = channel(descriptor)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
    }
  }

  private static FileChannel channel(int descriptor) throws IOException {
    return FileChannel.open(
        Path.of("/proc/self/fd/" + descriptor), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Gives the descriptor back. */
  public static void close(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private static int control(int descriptor, int command, int argument) {
    try {
      return (int) CONTROL.invokeExact(descriptor, command, argument);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }
}
