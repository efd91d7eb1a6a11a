package dev.rota.wire;

import dev.rota.RemoteTaskException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link ValueWriter} wrote, or anything that claims to be that. Whatever the bytes
 * are, the outcome is a value or a {@link MalformedValueException}; what is allocated is at most in
 * proportion to the bytes; and the only code of other classes that runs is that of records (their
 * constructor, and {@code hashCode}, {@code equals} and {@code compareTo} of those in sets and as
 * keys) and enums that the class loader has. After a failure the rest of the message is lost.
 *
 * <p>A reader that was given a {@link JavaSerialization} runs the code of the classes that this
 * allows as well; one that allows all trusts whoever wrote.
 *
 * <p>For one thread at a time.
 */
public final class ValueReader {

  final Input in = new Input();
  final ReadClasses classes;
  private final ClassLoader loader;
  private final @Nullable JavaSerialization java;
  private final @Nullable Lambdas lambdas; // null: whoever wrote is not trusted
  private int depth;

  /**
   * Makes a reader without a message.
   *
   * @param loader where records and enums are looked for
   * @param java reads values that have no form of their own; null to refuse them
   */
  public ValueReader(ClassLoader loader, @Nullable JavaSerialization java) {
    this.classes = new ReadClasses(loader);
    this.loader = loader;
    this.java = java;
    this.lambdas = java == null || !java.trusts() ? null : new Lambdas();
  }

  /** Begins to read a message. The bytes are not copied: they must not change meanwhile. */
  public void reset(byte[] bytes, int offset, int length) {
    in.reset(bytes, offset, length);
    classes.reset();
  }

  /** Reads the next value. */
  public @Nullable Object read() throws MalformedValueException {
    depth = 0;
    try {
      return nested();
    } catch (RuntimeException | Error e) {
      // From a factory of the JDK that refuses its arguments, or from a record or enum.
      Failures.rethrowIfOfTheJvm(e);
      throw new MalformedValueException("a value is refused: " + Failures.describe(e), e);
    }
  }

  /** Reads what {@link ValueWriter#writeFailure} wrote. */
  public RemoteTaskException readFailure() throws MalformedValueException {
    return Failures.read(in);
  }

  /** Reads a byte, 0 to 255. */
  public int readByte() throws MalformedValueException {
    return in.get();
  }

  /** Reads a number. */
  public int readInt() throws MalformedValueException {
    return in.getSignedInt();
  }

  /** Reads a number. */
  public long readLong() throws MalformedValueException {
    return in.getSigned();
  }

  /** Whether nothing is left of the message. */
  public boolean atEnd() {
    return in.atEnd();
  }

  /** Reads a value inside another one. */
  @Nullable Object nested() throws MalformedValueException {
    int tag = in.get();
    return switch (Tag.group(tag)) {
      case Tag.SCALARS -> Scalars.read(tag, in);
      case Tag.TEXTS -> Texts.read(tag, in);
      case Tag.PRIMITIVE_ARRAYS -> PrimitiveArrays.read(tag, in);
      case Tag.TIMES -> Times.read(tag, in);
      case Tag.CONTAINERS -> {
        enter();
        Object value = Containers.read(tag, this);
        depth--;
        yield value;
      }
      case Tag.NAMED -> {
        enter();
        Object value = named(tag);
        depth--;
        yield value;
      }
      default -> throw new MalformedValueException("no value begins with " + tag);
    };
  }

  private void enter() throws MalformedValueException {
    if (++depth > ValueWriter.MOST_NESTING) {
      throw new MalformedValueException("nested deeper than " + ValueWriter.MOST_NESTING);
    }
  }

  private @Nullable Object named(int tag) throws MalformedValueException {
    return switch (tag) {
      case Tag.RECORD -> RecordShape.read(this);
      case Tag.ENUM -> EnumShape.read(this);
      case Tag.ARRAY -> ObjectArrays.read(this);
      case Tag.THROWABLE -> Failures.read(in);
      case Tag.JAVA -> {
        if (java == null) {
          throw new MalformedValueException("a Java-serialized value is not accepted here");
        }
        yield java.read(in, loader);
      }
      case Tag.LAMBDA -> {
        if (lambdas == null) {
          throw new MalformedValueException("a lambda is not accepted here");
        }
        yield lambdas.read(this, loader);
      }
      default -> throw new MalformedValueException("no value begins with " + tag);
    };
  }
}
