package dev.rota.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A pipe whose ends are descriptors of this process; others of the same user open them as {@code
 * /proc/PID/fd/N}.
 *
 * @param reads the descriptor to read from
 * @param writes the descriptor to write to
 */
public record Pipe(int reads, int writes) implements AutoCloseable {

  private static final int CLOSE_ON_EXEC = 02000000;
  private static final MethodHandle PIPE =
      Native.function("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  /** Makes one. */
  public static Pipe open() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      if ((int) PIPE.invokeExact(ends, CLOSE_ON_EXEC) != 0) {
        throw new IOException("no descriptors left for a pipe");
      }
      return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  @Override
  public void close() {
    SealedMemory.close(reads);
    SealedMemory.close(writes);
  }
}
