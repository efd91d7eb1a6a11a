package dev.rota.slice.weave;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/** Loads classes of the package {@code woven} anew, each passed through an operator. */
final class WovenLoader extends ClassLoader {
  private final UnaryOperator<byte[]> change;

  private WovenLoader(UnaryOperator<byte[]> change) {
    super(WovenLoader.class.getClassLoader());
    this.change = change;
  }

  static WovenLoader weaving() {
    return new WovenLoader(WovenLoader::weave);
  }

  static WovenLoader plain() {
    return new WovenLoader(bytes -> bytes);
  }

  static byte[] weave(byte[] original) {
    var woven = Weaver.weave(original);
    return woven == null ? original : woven;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      if (loaded == null && name.startsWith("woven.")) {
        loaded = define(name, bytesOf(name));
      }
      return loaded == null ? super.loadClass(name, resolve) : loaded;
    }
  }

  Class<?> define(String name, byte[] original) {
    byte[] changed = change.apply(original);
    return defineClass(name, changed, 0, changed.length);
  }

  static byte[] bytesOf(String name) {
    try (var in =
        WovenLoader.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
