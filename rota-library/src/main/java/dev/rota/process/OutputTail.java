package dev.rota.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The last 64 KiB that a worker printed. The bells that come on the same pipe are zero bytes and
 * are left out. Written by the worker's reader, read by anyone.
 */
final class OutputTail {

  private static final int SIZE = 1 << 16;

  private byte[] ring = new byte[256];
  private long written;

  /** Takes over what is not a bell. */
  synchronized void append(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != 0) {
        if (written == ring.length && written < SIZE) {
          ring = Arrays.copyOf(ring, (int) Math.min(SIZE, 4L * ring.length));
        }
        ring[(int) (written++ % ring.length)] = bytes[i];
      }
    }
  }

  /** The tail as text. */
  synchronized String text() {
    int length = (int) Math.min(written, ring.length);
    byte[] tail = new byte[length];
    for (int i = 0; i < length; i++) {
      tail[i] = ring[(int) ((written - length + i) % ring.length)];
    }
    return new String(tail, StandardCharsets.UTF_8);
  }
}
