package dev.rota.share;

import dev.rota.linux.Futex;
import dev.rota.share.RegionException.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * The words of a region. All access is volatile unless the method says otherwise. The memory is
 * sealed, so none of it faults; once the region is closed everything throws.
 */
final class Cells {

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private final MemorySegment memory;

  Cells(MemorySegment memory) {
    this.memory = memory;
  }

  long get(long at) {
    try {
      return (long) LONG.getVolatile(memory, at);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  void set(long at, long value) {
    try {
      LONG.setVolatile(memory, at, value);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  boolean cas(long at, long from, long to) {
    try {
      return LONG.compareAndSet(memory, at, from, to);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  /** Adds to a word, and gives what it was before. */
  long add(long at, long more) {
    try {
      return (long) LONG.getAndAdd(memory, at, more);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  int getInt(long at) {
    try {
      return (int) INT.getVolatile(memory, at);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  void setInt(long at, int value) {
    try {
      INT.setVolatile(memory, at, value);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  void incrementInt(long at) {
    try {
      int _ = (int) INT.getAndAdd(memory, at, 1);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  /** Sleeps while the int at this place has the expected value; may return at any time. */
  void await(long at, int expected, long nanos) {
    Futex.await(slice(at, Integer.BYTES), expected, nanos);
  }

  /** Wakes the one that sleeps at this place. */
  void wake(long at) {
    Futex.wake(slice(at, Integer.BYTES));
  }

  MemorySegment slice(long at, long size) {
    return memory.asSlice(at, size);
  }

  /** Not volatile. */
  void copyIn(byte[] from, int start, long at, int length) {
    try {
      MemorySegment.copy(from, start, memory, ValueLayout.JAVA_BYTE, at, length);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  /** Not volatile. */
  void copyOut(long at, byte[] to, int start, int length) {
    try {
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, to, start, length);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  String getText(long at, int length) {
    byte[] bytes = new byte[length];
    copyOut(at, bytes, 0, length);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static RegionException closed(IllegalStateException cause) {
    return new RegionException(Reason.CLOSED, "the region has been closed", cause);
  }
}
