package dev.rota.wire;

import java.util.Arrays;

/**
 * Puts messages together from the bytes of a ring. The payload's buffer grows with what arrives,
 * not with what the header claims, and is used again for the next message; one for large messages
 * as long as they are large.
 */
public final class MessageReader {

  private static final int USUAL = 1 << 16;

  /** So much is believed to a header at once, and kept while messages are large. */
  private static final int LARGE = 1 << 22;

  private final Ring ring;
  private final int maxLength;
  private final byte[] header = new byte[Message.HEADER];
  private byte[] payload = newBuffer();
  private int headerRead;
  private int payloadRead;
  private int length;
  private int recent; // how long messages have been lately
  private boolean whole;

  /** Reads from {@code ring} messages of at most {@code maxLength} bytes of payload. */
  public MessageReader(Ring ring, int maxLength) {
    this.ring = ring;
    this.maxLength = maxLength;
  }

  /** True if a whole message is there; it stays until the next call. */
  public boolean poll() throws ProtocolException {
    if (whole) {
      reset();
    }
    if (headerRead < Message.HEADER) {
      headerRead += ring.read(header, headerRead, Message.HEADER - headerRead);
      if (headerRead < Message.HEADER) {
        return false;
      }
      length = Message.getInt(header, 0);
      if (length < 0 || length > maxLength) {
        throw new ProtocolException(
            "a message claims " + length + " bytes, at most " + maxLength + " are allowed");
      }
    }
    while (payloadRead < length) {
      if (payloadRead == payload.length) {
        long grown = Math.max(LARGE, 2L * payload.length);
        payload = Arrays.copyOf(payload, (int) Math.min(length, grown));
      }
      int count = ring.read(payload, payloadRead, Math.min(length, payload.length) - payloadRead);
      if (count == 0) {
        return false;
      }
      payloadRead += count;
    }
    whole = true;
    return true;
  }

  private void reset() {
    whole = false;
    headerRead = 0;
    payloadRead = 0;
    recent = Math.max(length, recent / 2);
    if (payload.length > USUAL && (recent <= USUAL || payload.length > LARGE)) {
      payload = new byte[USUAL]; // one giant value must not cost its size for ever
    }
  }

  /** A buffer for {@link #takePayload}. */
  public static byte[] newBuffer() {
    return new byte[1 << 10];
  }

  /** The buffer, or a small one instead of a giant. */
  public static byte[] withoutGiant(byte[] buffer) {
    return buffer.length > LARGE ? newBuffer() : buffer;
  }

  /** What the message is for. */
  public int kind() {
    return header[4] & 0xff;
  }

  /** The slot of the task it is about, 0 to {@link Slots#COUNT} - 1. */
  public int slot() throws ProtocolException {
    int slot = Message.getInt(header, 4) & 0xffffff;
    if (slot >= Slots.COUNT) {
      throw new ProtocolException("slot " + slot + " does not exist");
    }
    return slot;
  }

  /** The sequence number of the task, or the id of the function, it is about. */
  public long sequence() {
    return (long) Message.getInt(header, 8) << 32 | (Message.getInt(header, 12) & 0xffffffffL);
  }

  /** The payload: the first {@link #length()} bytes; overwritten by the next message. */
  public byte[] payload() {
    return payload;
  }

  /** Hands out the payload, for good, and reads the next message into {@code other}. */
  public byte[] takePayload(byte[] other) {
    byte[] taken = payload;
    payload = other;
    return taken;
  }

  /** How long the payload is. */
  public int length() {
    return length;
  }
}
