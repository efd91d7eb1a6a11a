package dev.rota.checks.lock;

import dev.rota.share.SharedRegion;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Agrona's ring buffers in a file of shared memory, with its own way to wait: it polls. */
final class Ring implements AutoCloseable {

  private static final int CAPACITY = 1 << 16;
  private static final int MESSAGE = 1;

  private final Path file;
  private final MappedByteBuffer mapped;
  private final UnsafeBuffer memory;
  private final RingBuffer ring;
  private final IdleStrategy idle = new BackoffIdleStrategy();
  private byte[] taken = new byte[0];

  private Ring(Path file, boolean manyPut) throws IOException {
    this.file = file;
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      mapped =
          channel.map(
              FileChannel.MapMode.READ_WRITE, 0, CAPACITY + RingBufferDescriptor.TRAILER_LENGTH);
    }
    memory = new UnsafeBuffer(mapped);
    ring = manyPut ? new ManyToOneRingBuffer(memory) : new OneToOneRingBuffer(memory);
  }

  /** Made by the first, and gone with it. */
  static Ring of(SharedRegion region, String what) throws IOException {
    Path file = Path.of("/dev/shm", region.name().orElseThrow() + "-" + what);
    return new Ring(file, what.equals("ring4"));
  }

  void put(byte[] message) {
    UnsafeBuffer bytes = new UnsafeBuffer(message);
    while (!ring.write(MESSAGE, bytes, 0, message.length)) {
      idle.idle();
    }
    idle.reset();
  }

  byte[] take() {
    while (ring.read(this::taken, 1) == 0) {
      idle.idle();
    }
    idle.reset();
    return taken;
  }

  private void taken(int type, org.agrona.DirectBuffer from, int index, int length) {
    taken = new byte[length];
    from.getBytes(index, taken);
  }

  @Override
  public void close() throws IOException {
    IoUtil.unmap(mapped);
    boolean _ = Files.deleteIfExists(file);
  }
}
