package dev.rota.checks.slices;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Random;

/** Calls of the C library that take long. */
final class NativeCalls {

  private static final int ROW = 8; // bytes, a string of seven characters
  private static final int ROWS = 500_000;

  private static final SymbolLookup LIBRARY = Linker.nativeLinker().defaultLookup();
  private static final MethodHandle SLEEP =
      call("usleep", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle SORT =
      call("qsort", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
  private static final MemorySegment COMPARE = LIBRARY.findOrThrow("strcmp");
  private static final MemorySegment UNSORTED = strings();

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

  /** Sorts strings by {@code strcmp}: no line of Java is run meanwhile. */
  static void sort() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocate((long) ROW * ROWS).copyFrom(UNSORTED);
      SORT.invokeExact(rows, (long) ROWS, (long) ROW, COMPARE);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MemorySegment strings() {
    byte[] strings = new byte[ROW * ROWS];
    Random random = new Random(1);
    for (int i = 0; i < strings.length; i++) {
      strings[i] = i % ROW == ROW - 1 ? 0 : (byte) ('a' + random.nextInt(26));
    }
    return MemorySegment.ofArray(strings);
  }
}
