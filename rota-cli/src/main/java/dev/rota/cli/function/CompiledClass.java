package dev.rota.cli.function;

import dev.rota.cli.args.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/** A function given as {@code package.Class::method}: looked up as a file on the class path. */
final class CompiledClass {
  private final String className;
  private final String methodName;

  CompiledClass(String function) {
    int colons = function.indexOf("::");
    this.className = function.substring(0, colons);
    this.methodName = function.substring(colons + 2);
    if (className.isEmpty() || methodName.isEmpty()) {
      throw new UserError("FUNCTION is package.Class::method or File.java, not " + function);
    }
  }

  UserFunction find(List<Path> classPath) {
    var finder = new FunctionFinder(className, methodName);
    return finder.find(finder.parse(read(classPath)));
  }

  byte[] read(List<Path> classPath) {
    var file = className.replace('.', '/') + ".class";
    // Used for its resources only: it loads no class.
    try (var loader = new URLClassLoader(urls(classPath), ClassLoader.getPlatformClassLoader());
        var in = loader.getResourceAsStream(file)) {
      if (in == null) {
        throw new UserError(
            "no class "
                + className
                + " on the class path"
                + (classPath.isEmpty() ? "; --class-path says where it is" : ""));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UserError("cannot read class " + className + ": " + e.getMessage());
    }
  }

  static URL[] urls(List<Path> classPath) {
    return classPath.stream().map(CompiledClass::url).toArray(URL[]::new);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
