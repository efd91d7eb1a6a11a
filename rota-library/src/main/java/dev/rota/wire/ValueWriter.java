package dev.rota.wire;

import dev.rota.NotShippableException;
import org.jspecify.annotations.Nullable;

/**
 * Writes values in Rota's own form into a message that grows as needed, up to a limit. Made to be
 * used again and again: {@link #reset()} begins the next message.
 *
 * <p>A value that cannot travel is refused with a {@link NotShippableException}; the message is
 * then as it was before that value, and something else can be written in its place.
 *
 * <p>For one thread at a time. The values must not be changed meanwhile; a collection whose size
 * changes is refused.
 */
public final class ValueWriter {

  /** Values nested deeper are refused, on both sides: no value may exhaust the other's stack. */
  static final int MOST_NESTING = 200;

  private static final String TRAVELS =
      "; allowed are null, strings, boxed primitives, arrays, records, enums, lists, sets, maps,"
          + " optionals, java.time, BigInteger, BigDecimal, UUID, URI, Path and exceptions";

  final Output out;
  final WrittenClasses classes = new WrittenClasses();
  private final @Nullable JavaSerialization java;
  private int depth;

  /**
   * Begins an empty message.
   *
   * @param maxBytes what a message may have at most
   * @param java how values travel that have no form of their own; null to refuse them, as whoever
   *     writes to a reader must that accepts none
   */
  public ValueWriter(int maxBytes, @Nullable JavaSerialization java) {
    this.out = new Output(maxBytes);
    this.java = java;
  }

  /** Begins the next message. What {@link #buffer()} gave may be written over from now on. */
  public void reset() {
    out.reset();
    classes.keep(0);
  }

  /**
   * Appends a value.
   *
   * @throws NotShippableException if it cannot travel or is too large
   */
  public void write(@Nullable Object value) {
    int start = out.position();
    int named = classes.count();
    depth = 0;
    try {
      nested(value);
    } catch (Throwable thrown) {
      out.rewind(start);
      classes.keep(named);
      Object asked = value == null ? this : value;
      throw Refusal.of(thrown, asked).seenFrom(value);
    }
  }

  /**
   * Appends what was thrown, whatever its own methods do. If there is no room for the stack and the
   * causes they are left out.
   *
   * @throws NotShippableException if there is not even room for its name
   */
  public void writeFailure(Throwable thrown) {
    int start = out.position();
    try {
      Failures.write(thrown, out);
    } catch (Refusal tooLarge) {
      out.rewind(start);
      try {
        Failures.writeShort(thrown, out);
      } catch (Refusal noRoom) {
        out.rewind(start);
        throw noRoom.seenFrom(thrown);
      }
    }
  }

  /** Appends the low eight bits. */
  public void writeByte(int value) {
    try {
      out.put(value);
    } catch (Refusal tooLarge) {
      throw tooLarge.seenFrom(null);
    }
  }

  /** Appends a number, in fewer bytes the smaller it is. */
  public void writeInt(int value) {
    writeLong(value);
  }

  /** Appends a number, in fewer bytes the smaller it is. */
  public void writeLong(long value) {
    try {
      out.putSigned(value);
    } catch (Refusal tooLarge) {
      throw tooLarge.seenFrom(null);
    }
  }

  /** Begins a part of the message that its reader can pass over; gives where it begins. */
  int beginPart() {
    try {
      return out.claim(Parts.LENGTH_BYTES);
    } catch (Refusal tooLarge) {
      throw tooLarge.seenFrom(null);
    }
  }

  /** Ends the part that began at {@code start}. */
  void endPart(int start) {
    out.set(start, out.position() - start - Parts.LENGTH_BYTES);
  }

  /** The message so far, in the first {@link #length()} bytes of an array that is not a copy. */
  public byte[] buffer() {
    return out.bytes();
  }

  /** How many bytes the message has so far. */
  public int length() {
    return out.position();
  }

  /** A copy of the message so far. */
  public byte[] toByteArray() {
    return out.toByteArray();
  }

  /** Writes a value inside another one. */
  void nested(@Nullable Object value) {
    // The most frequent first; all the others by the shape of their class.
    if (value == null) {
      out.put(Tag.NULL);
    } else if (value instanceof String text) {
      Texts.write(text, out);
    } else if (value instanceof Integer number) {
      out.put(Tag.INTEGER);
      out.putSigned(number);
    } else {
      shaped(Shape.of(value.getClass()), value);
    }
  }

  private void shaped(Shape shape, Object value) {
    switch (Tag.group(shape.tag)) {
      case Tag.SCALARS -> Scalars.write(shape.tag, value, out);
      case Tag.TEXTS -> Texts.write(shape.tag, value, out);
      case Tag.PRIMITIVE_ARRAYS -> PrimitiveArrays.write(shape.tag, value, out);
      case Tag.TIMES -> Times.write(shape.tag, value, out);
      case Tag.CONTAINERS -> {
        enter(value);
        Containers.write(shape.tag, value, this);
        depth--;
      }
      case Tag.NAMED -> {
        enter(value);
        named(shape, value);
        depth--;
      }
      default -> shapeless(shape, value);
    }
  }

  private void enter(Object value) {
    if (++depth > MOST_NESTING) {
      throw new Refusal(
          value.getClass(),
          "is nested deeper than " + MOST_NESTING + " values, or contains itself");
    }
  }

  private void named(Shape shape, Object value) {
    switch (shape.tag) {
      case Tag.RECORD -> ((RecordShape) shape).write(value, this);
      case Tag.ENUM -> ((EnumShape) shape).write(value, this);
      case Tag.ARRAY -> ObjectArrays.write((Object[]) value, this);
      case Tag.THROWABLE -> {
        out.put(Tag.THROWABLE);
        Failures.write((Throwable) value, out);
      }
      default -> throw new AssertionError(shape.tag);
    }
  }

  private void shapeless(Shape shape, Object value) {
    if (java != null && java.takes(value.getClass())) {
      if (!java.trusts() || !Lambdas.write(value, this)) {
        out.put(Tag.JAVA);
        java.write(value, out);
      }
      return;
    }
    throw new Refusal(value.getClass(), reason(shape, value));
  }

  private String reason(Shape shape, Object value) {
    if (shape.refusal != null) {
      return shape.refusal;
    }
    if (java == null) {
      return "is not a value that can travel" + TRAVELS;
    }
    if (!java.trusts()) {
      return "is neither among serializedResults nor a value that can travel" + TRAVELS;
    }
    return value.getClass().isHidden()
        ? "is a lambda of an interface that is not Serializable; Task and VoidTask are"
        : "is neither Serializable nor a value that can travel" + TRAVELS;
  }
}
