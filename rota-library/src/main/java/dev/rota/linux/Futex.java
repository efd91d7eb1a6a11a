package dev.rota.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Sleeping on a word of shared memory: {@code futex(2)}, in its form for several processes. On
 * x86-64 and aarch64.
 *
 * <p>A virtual thread that waits here keeps its carrier; callers see to it that none does.
 */
public final class Futex {

  /** Waits without a limit. */
  public static final long FOR_EVER = Long.MAX_VALUE;

  private static final long SYSCALL = System.getProperty("os.arch").equals("aarch64") ? 98 : 202;
  private static final int WAIT = 0;
  private static final int WAKE = 1;
  private static final long NANOS = 1_000_000_000;

  private static final MethodHandle FUTEX =
      Native.function(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(1));

  private Futex() {}

  /**
   * Sleeps while the word has the expected value, until it is woken, or for no reason.
   *
   * @param word four bytes, aligned
   * @param nanos how long at most; {@link #FOR_EVER} for no limit
   */
  public static void await(MemorySegment word, int expected, long nanos) {
    if (nanos == FOR_EVER) {
      call(word, WAIT, expected, MemorySegment.NULL);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(JAVA_LONG, 2);
      time.setAtIndex(JAVA_LONG, 0, Math.max(0, nanos) / NANOS);
      time.setAtIndex(JAVA_LONG, 1, Math.max(0, nanos) % NANOS);
      call(word, WAIT, expected, time);
    }
  }

  /** Wakes one that sleeps on the word, if there is any. */
  public static void wake(MemorySegment word) {
    call(word, WAKE, 1, MemorySegment.NULL);
  }

  private static void call(MemorySegment word, int operation, int value, MemorySegment time) {
    try {
      long _ =
          (long) FUTEX.invokeExact(SYSCALL, word, operation, value, time, MemorySegment.NULL, 0);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }
}
