package dev.rota.wire;

/**
 * The parts of a message, each with its length before it, so that one that cannot be read does not
 * take the others with it.
 */
public final class Parts {

  static final int LENGTH_BYTES = 4;

  private final Input in = new Input();
  private int offset;
  private int length;

  /** Parts of nothing. */
  public Parts() {}

  /** The part that has {@code content}. */
  public static byte[] part(byte[] content) {
    Output out = new Output(LENGTH_BYTES + content.length);
    out.putInt(content.length);
    out.put(content, 0, content.length);
    return out.toByteArray();
  }

  /** Begins to take a message apart. The bytes are not copied. */
  public void reset(byte[] bytes, int length) {
    in.reset(bytes, 0, length);
  }

  /** Goes to the next part. */
  public void next() throws ProtocolException {
    try {
      length = in.getInt();
      offset = in.take(length, 1);
    } catch (MalformedValueException e) {
      throw new ProtocolException("a message ends inside one of its parts");
    }
  }

  /** Where the part begins. */
  public int offset() {
    return offset;
  }

  /** How many bytes it has. */
  public int length() {
    return length;
  }
}
