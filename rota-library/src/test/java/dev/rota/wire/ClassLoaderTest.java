package dev.rota.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.wire.Samples.Colour;
import dev.rota.wire.Samples.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Classes are those of the loader that the reader was given, not of the reader's own. */
class ClassLoaderTest {

  /** Defines the classes of this package anew. */
  private static final class Anew extends ClassLoader {

    Anew() {
      super(ClassLoaderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.rota.wire.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Serializable, and of no form of its own. */
  static final class Plain implements Serializable {}

  /** Behind a proxy. */
  static final class Handler implements InvocationHandler, Serializable {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
      return "from the proxy";
    }
  }

  private final Anew loader = new Anew();

  private @Nullable Object read(Object value) throws MalformedValueException {
    ValueWriter writer = new ValueWriter(10_000, new JavaSerialization());
    writer.write(value);
    ValueReader reader = new ValueReader(loader, new JavaSerialization());
    reader.reset(writer.buffer(), 0, writer.length());
    return reader.read();
  }

  @Test
  void recordsEnumsAndSerializedObjects() throws Exception {
    for (Object value : List.of(new Point(1, 2), Colour.GREEN, new Plain())) {
      Object read = read(value);
      assertThat(read.getClass().getName()).isEqualTo(value.getClass().getName());
      assertThat(read.getClass().getClassLoader()).isSameAs(loader);
    }
    assertThat(read(new Point[0]).getClass().getComponentType().getClassLoader()).isSameAs(loader);
  }

  @Test
  void proxies() throws Exception {
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Supplier.class}, new Handler());
    Object read = read(proxy);
    assertThat(((Supplier<?>) read).get()).isEqualTo("from the proxy");
    assertThat(Proxy.getInvocationHandler(read).getClass().getClassLoader()).isSameAs(loader);
  }

  @Test
  void serializedPrimitiveClasses() throws Exception {
    assertThat(read(int.class)).isEqualTo(int.class);
  }
}
