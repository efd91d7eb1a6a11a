package dev.rota.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/**
 * Zeroed pieces of memory outside of the heap, as shared memory is; many a second, so they are used
 * again in turn. There are far more of them than jcstress has states alive.
 */
@NullMarked
final class StressMemory {

  private static final int PIECES = 1 << 14;
  private static final int SIZE = 1 << 11;

  private static final byte[] ZEROS = new byte[SIZE];
  private static final ByteBuffer ALL = ByteBuffer.allocateDirect(PIECES * SIZE);
  private static final AtomicInteger NEXT = new AtomicInteger();

  private StressMemory() {}

  static ByteBuffer next(int size) {
    int piece = NEXT.getAndIncrement() & (PIECES - 1);
    ByteBuffer memory = ALL.slice(piece * SIZE, size);
    memory.put(0, ZEROS, 0, size);
    return memory;
  }
}
