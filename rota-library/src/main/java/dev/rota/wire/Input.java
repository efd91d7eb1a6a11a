package dev.rota.wire;

import java.util.Arrays;

/**
 * The bytes of a message while it is read. Nothing is allocated for a length that the message only
 * claims: it must have that many bytes left, not counting those that the values around still need
 * for their own elements. Without that last part a list of lists of lists, each claiming all the
 * bytes that remain, would allocate them many times over.
 */
final class Input {

  private byte[] bytes = {};
  private int position;
  private int end;

  /** Bytes that the elements still to come of all open containers need at the least. */
  private int owed;

  void reset(byte[] bytes, int offset, int length) {
    if ((offset | length) < 0 || length > bytes.length - offset) {
      throw new IndexOutOfBoundsException(offset + " + " + length + " in " + bytes.length);
    }
    this.bytes = bytes;
    position = offset;
    end = offset + length;
    owed = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position == end;
  }

  /** Takes {@code count} elements of {@code width} bytes and gives where they start. */
  int take(long count, int width) throws MalformedValueException {
    check(count, width);
    int start = position;
    position += (int) count * width;
    return start;
  }

  /** Refuses a count of elements that cannot all be there. */
  void check(long count, int width) throws MalformedValueException {
    if (count < 0 || count > (end - position - owed) / width) {
      throw new MalformedValueException("the message ends inside a value");
    }
  }

  /**
   * Opens a container of {@code count} elements, each of which will take {@code width} bytes or
   * more. {@link #element} goes before each of those {@code count * width} parts.
   */
  int open(long count, int width) throws MalformedValueException {
    check(count, width);
    owed += (int) count * width;
    return (int) count;
  }

  void element() {
    owed--;
  }

  int get() throws MalformedValueException {
    if (position >= end) {
      throw new MalformedValueException("the message ends inside a value");
    }
    return bytes[position++] & 0xff;
  }

  long getUnsigned() throws MalformedValueException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int part = get();
      value |= (part & 0x7fL) << shift;
      if (part < 0x80) {
        return value;
      }
    }
    throw new MalformedValueException("a number has more than 64 bits");
  }

  long getSigned() throws MalformedValueException {
    long value = getUnsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A signed number that fits an int. */
  int getSignedInt() throws MalformedValueException {
    long value = getSigned();
    if (value != (int) value) {
      throw new MalformedValueException("a number has more than 32 bits");
    }
    return (int) value;
  }

  int getInt() throws MalformedValueException {
    int at = take(1, 4);
    return (bytes[at] & 0xff)
        | ((bytes[at + 1] & 0xff) << 8)
        | ((bytes[at + 2] & 0xff) << 16)
        | (bytes[at + 3] << 24);
  }

  long getLong() throws MalformedValueException {
    long low = getInt() & 0xffffffffL;
    return low | ((long) getInt() << 32);
  }

  /** Passes over {@code expected} (from an index on) if that is what comes next. */
  boolean skip(byte[] expected, int from) {
    int length = expected.length - from;
    boolean same =
        length <= end - position
            && Arrays.equals(bytes, position, position + length, expected, from, expected.length);
    if (same) {
      position += length;
    }
    return same;
  }
}
