package dev.rota.checks.slices;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Calls of the C library that take long. */
final class NativeCalls {

  private static final int ROW = 8; // bytes, a string of seven characters
  private static final int ROWS = 500_000;

  private static final SymbolLookup LIBRARY = Linker.nativeLinker().defaultLookup();
  private static final MethodHandle SLEEP =
      call("usleep", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle SORT =
      call("qsort", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));

  private NativeCalls() {}

  @SuppressWarnings("restricted") // bin/run lets it
  private static MethodHandle call(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), type);
  }

  /** Keeps the carrier asleep, for less than a second. */
  static void sleep(int micros) {
    try {
      var _ = (int) SLEEP.invokeExact(micros);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sorts the same strings, by {@code strcmp}: no line of Java is run meanwhile. */
  static void sortUntil(BooleanSupplier enough) {
    MemorySegment compare = LIBRARY.findOrThrow("strcmp");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment unsorted = strings(arena);
      MemorySegment rows = arena.allocate((long) ROW * ROWS);
      while (!enough.getAsBoolean()) {
        rows.copyFrom(unsorted);
        SORT.invokeExact(rows, (long) ROWS, (long) ROW, compare);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MemorySegment strings(Arena arena) {
    MemorySegment strings = arena.allocate((long) ROW * ROWS);
    Random random = new Random(1);
    for (long i = 0; i < (long) ROW * ROWS; i++) {
      boolean ends = i % ROW == ROW - 1;
      strings.set(JAVA_BYTE, i, ends ? 0 : (byte) ('a' + random.nextInt(26)));
    }
    return strings;
  }
}
