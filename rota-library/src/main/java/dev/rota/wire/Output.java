package dev.rota.wire;

import java.util.Arrays;

/** The bytes of a message while it is written: they grow by doubling, up to a limit. */
final class Output {

  private static final int INITIAL = 256;

  /** A larger buffer is given back after use: one giant value must not hold memory for ever. */
  private static final int KEPT = 1 << 18;

  /** Up to this it is kept as long as messages are large. */
  private static final int KEPT_IN_USE = 1 << 22;

  private final int limit;
  private byte[] bytes;
  private int position;
  private int recent; // how long messages have been lately

  Output(int limit) {
    this.limit = limit;
    bytes = new byte[Math.min(INITIAL, limit)];
  }

  void reset() {
    recent = Math.max(position, recent / 2);
    position = 0;
    if (bytes.length > KEPT && (recent <= KEPT || bytes.length > KEPT_IN_USE)) {
      bytes = new byte[Math.min(INITIAL, limit)];
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return position;
  }

  void rewind(int position) {
    this.position = position;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, position);
  }

  /** Makes room for {@code count} more bytes and gives where they start in {@link #bytes()}. */
  int claim(long count) {
    int start = position;
    if (count > bytes.length - start) {
      grow(start + count);
    }
    position = start + (int) count;
    return start;
  }

  private void grow(long needed) {
    if (needed > limit) {
      throw new Refusal(null, "is larger than " + limit + " bytes, the limit", null);
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(needed, 2L * bytes.length)));
  }

  void put(int value) {
    int at = claim(1);
    bytes[at] = (byte) value;
  }

  void put(byte[] source, int offset, int length) {
    int at = claim(length);
    System.arraycopy(source, offset, bytes, at, length);
  }

  /** Seven bits a byte, the lowest first: small numbers are short. */
  void putUnsigned(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      put((int) rest | 0x80);
      rest >>>= 7;
    }
    put((int) rest);
  }

  /** As {@link #putUnsigned}, the sign in the lowest bit: small negative numbers are short too. */
  void putSigned(long value) {
    putUnsigned((value << 1) ^ (value >> 63));
  }

  void putInt(int value) {
    int at = claim(4);
    set(at, value);
  }

  /** Sets four bytes that were claimed before, when their value was not known. */
  void set(int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
    bytes[at + 2] = (byte) (value >> 16);
    bytes[at + 3] = (byte) (value >> 24);
  }

  void putLong(long value) {
    int at = claim(8);
    set(at, (int) value);
    set(at + 4, (int) (value >> 32));
  }
}
