package dev.rota.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A stream of bytes from one process to another through shared memory: a ring with one producer and
 * one consumer. Each side is used by one thread at a time.
 *
 * <pre>
 *   +0    tail             bytes ever written; the producer's
 *   +128  head             bytes ever read; the consumer's
 *   +256  reader asleep    1: the producer rings the bell after it has written
 *   +384  writer asleep    1: the consumer rings the bell after it has read
 *   +512  the bytes        capacity of them, a power of two
 * </pre>
 *
 * <p>Sleeping is Dekker's: the sleeper raises its flag and looks once more, the other side moves
 * its position and then looks at the flag, each with a full fence in between, so at least one of
 * them sees the other. Who lowers a raised flag owes the sleeper a ring of the bell.
 *
 * <p>The other side may be broken: a position that cannot be is a {@link ProtocolException}.
 */
public final class Ring {

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int TAIL = 0;
  private static final int HEAD = 128;
  private static final int READER_ASLEEP = 256;
  private static final int WRITER_ASLEEP = 384;
  private static final int DATA = 512;

  private final ByteBuffer memory;
  private final int base;
  private final int capacity;
  private long position; // our own: the tail of the producer, the head of the consumer

  private Ring(ByteBuffer memory, int base, int capacity) {
    this.memory = memory;
    this.base = base;
    this.capacity = capacity;
  }

  /** The ring that begins at {@code base}, which must be a multiple of 128. */
  static Ring at(ByteBuffer memory, int base, int capacity) {
    return new Ring(memory, base, capacity);
  }

  /** How much memory a ring takes. */
  static int size(int capacity) {
    return DATA + capacity;
  }

  /** Writes as many bytes as there is room for and returns how many that were. */
  public int write(byte[] source, int offset, int length) throws ProtocolException {
    int count = Math.min(length, capacity - used(get(HEAD), position));
    if (count > 0) {
      int index = (int) position & (capacity - 1);
      int first = Math.min(count, capacity - index);
      memory.put(base + DATA + index, source, offset, first);
      memory.put(base + DATA, source, offset + first, count - first);
      position += count;
      set(TAIL, position);
    }
    return count;
  }

  /** Reads as many bytes as there are, at most {@code length}, and returns how many. */
  public int read(byte[] target, int offset, int length) throws ProtocolException {
    int count = Math.min(length, used(position, get(TAIL)));
    if (count > 0) {
      int index = (int) position & (capacity - 1);
      int first = Math.min(count, capacity - index);
      memory.get(base + DATA + index, target, offset, first);
      memory.get(base + DATA, target, offset + first, count - first);
      position += count;
      set(HEAD, position);
    }
    return count;
  }

  /** How many bytes were ever written, as the producer says. */
  public long written() {
    return get(TAIL);
  }

  /** For the consumer: whether bytes wait. */
  public boolean hasInput() {
    return get(TAIL) != position;
  }

  /** For any thread of the producer's side: whether bytes wait to be read. */
  public boolean hasUnread() {
    return get(TAIL) != get(HEAD);
  }

  /** For the consumer: raises its flag unless bytes wait; true if it may sleep. */
  public boolean readerMaySleep() {
    return maySleep(READER_ASLEEP, TAIL, position);
  }

  /**
   * For the producer, when there was no room: raises its flag unless there is; true if it may
   * sleep.
   */
  public boolean writerMaySleep() {
    return maySleep(WRITER_ASLEEP, HEAD, position - capacity);
  }

  private boolean maySleep(int flag, int other, long stuck) {
    LONG.setVolatile(memory, base + flag, 1L);
    VarHandle.fullFence();
    if (get(other) == stuck) {
      return true;
    }
    LONG.setVolatile(memory, base + flag, 0L);
    return false;
  }

  /** For the consumer, awake again by itself: lowers its flag, to be spared bells. */
  public void readerAwake() {
    LONG.setVolatile(memory, base + READER_ASLEEP, 0L);
  }

  /** For the producer, after writing: true if the reader sleeps and must be rung. */
  public boolean takeSleepingReader() {
    return takeSleeper(READER_ASLEEP);
  }

  /** For the consumer, after reading: true if the writer sleeps and must be rung. */
  public boolean takeSleepingWriter() {
    return takeSleeper(WRITER_ASLEEP);
  }

  private boolean takeSleeper(int flag) {
    VarHandle.fullFence();
    return get(flag) != 0 && LONG.compareAndSet(memory, base + flag, 1L, 0L);
  }

  private int used(long head, long tail) throws ProtocolException {
    long used = tail - head;
    if (used < 0 || used > capacity) {
      throw new ProtocolException("a ring of " + capacity + " bytes claims to hold " + used);
    }
    return (int) used;
  }

  private long get(int field) {
    return (long) LONG.getAcquire(memory, base + field);
  }

  private void set(int field, long value) {
    LONG.setRelease(memory, base + field, value);
  }
}
