package dev.rota.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization, for values without a form of their own. From a master to its workers for all
 * that is Serializable, lambdas among it: whoever reads that runs what the writer wants. From a
 * worker to its master for {@linkplain AllowedClasses classes that were named} only.
 */
public final class JavaSerialization {

  private static final int LENGTH_BYTES = 4;

  private static volatile boolean used;

  private final @Nullable AllowedClasses allowed;

  /** Writes whatever is Serializable, and reads whatever was written: it trusts the writer. */
  public JavaSerialization() {
    this.allowed = null;
  }

  private JavaSerialization(AllowedClasses allowed) {
    this.allowed = allowed;
  }

  /** Writes and reads objects of these classes, never a lambda: it trusts nobody. Null if none. */
  public static @Nullable JavaSerialization of(AllowedClasses allowed) {
    return allowed == AllowedClasses.NONE ? null : new JavaSerialization(allowed);
  }

  /** Whether the writer is trusted, so that lambdas and whatever is Serializable may travel. */
  boolean trusts() {
    return allowed == null;
  }

  /** Whether objects of a class travel so. */
  boolean takes(Class<?> type) {
    return allowed == null ? Serializable.class.isAssignableFrom(type) : allowed.names(type);
  }

  /** Whether this JVM has written a value so. */
  public static boolean wasUsed() {
    return used;
  }

  void write(Object value, Output out) {
    if (!used) {
      used = true;
    }
    int start = out.claim(LENGTH_BYTES);
    try (ObjectOutputStream stream = new ObjectOutputStream(new Appending(out))) {
      stream.writeObject(value);
    } catch (NotSerializableException e) {
      throw NotSerializableSearch.in(value, String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      throw new Refusal(
          value.getClass().getName(), "is nested too deeply for Java serialization", e);
    } catch (IOException | RuntimeException e) {
      throw Refusal.of(e, value);
    }
    out.set(start, out.position() - start - LENGTH_BYTES);
  }

  @Nullable Object read(Input in, ClassLoader loader) throws MalformedValueException {
    int length = in.getInt();
    int start = in.take(length, 1);
    ByteArrayInputStream bytes = new ByteArrayInputStream(in.bytes(), start, length);
    SerialLimits limits = new SerialLimits(length);
    try (Resolving stream = new Resolving(bytes, loader, allowed)) {
      if (allowed != null) {
        stream.setObjectInputFilter(limits);
      }
      return stream.readObject();
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      throw new MalformedValueException("cannot be deserialized: " + limits.describe(e), e);
    }
  }

  /** Appends to the message what Java serialization writes. */
  private static final class Appending extends OutputStream {

    private final Output out;

    Appending(Output out) {
      this.out = out;
    }

    @Override
    public void write(int value) {
      out.put(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      out.put(bytes, offset, length);
    }
  }

  /** Finds classes in the reader's loader instead of the loader of whoever happens to call. */
  private static final class Resolving extends ObjectInputStream {

    private final ClassLoader loader;
    private final @Nullable AllowedClasses allowed;

    Resolving(ByteArrayInputStream bytes, ClassLoader loader, @Nullable AllowedClasses allowed)
        throws IOException {
      super(bytes);
      this.loader = loader;
      this.allowed = allowed;
    }

    /**
     * Every class of the stream comes through here; one that is not allowed is not even looked for.
     */
    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      String name = described.getName();
      if (allowed != null && !allowed.allows(name)) {
        throw new InvalidClassException(name, "is not among serializedResults");
      }
      try {
        return Class.forName(name, false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(described); // knows the primitives
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces)
        throws IOException, ClassNotFoundException {
      if (allowed != null) {
        throw new InvalidClassException("a proxy", "is not among serializedResults");
      }
      Class<?>[] found = new Class<?>[interfaces.length];
      for (int i = 0; i < found.length; i++) {
        found[i] = Class.forName(interfaces[i], false, loader);
      }
      InvocationHandler none = (proxy, method, arguments) -> null;
      return Proxy.newProxyInstance(loader, found, none).getClass();
    }
  }
}
