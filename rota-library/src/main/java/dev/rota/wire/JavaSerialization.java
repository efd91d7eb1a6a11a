package dev.rota.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization, for values without a form of their own: lambdas, and whatever else is
 * Serializable. From a master to its workers only: whoever reads it runs what the writer wants.
 */
public final class JavaSerialization {

  private static final int LENGTH_BYTES = 4;

  private static volatile boolean used;

  /** Writes and reads by the defaults of the platform. */
  public JavaSerialization() {}

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
    try (Resolving stream = new Resolving(bytes, loader)) {
      return stream.readObject();
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      throw new MalformedValueException("cannot be deserialized: " + Failures.describe(e), e);
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

    Resolving(ByteArrayInputStream bytes, ClassLoader loader) throws IOException {
      super(bytes);
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(described.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(described); // knows the primitives
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
      Class<?>[] found = new Class<?>[interfaces.length];
      for (int i = 0; i < found.length; i++) {
        found[i] = Class.forName(interfaces[i], false, loader);
      }
      InvocationHandler none = (proxy, method, arguments) -> null;
      return Proxy.newProxyInstance(loader, found, none).getClass();
    }
  }
}
