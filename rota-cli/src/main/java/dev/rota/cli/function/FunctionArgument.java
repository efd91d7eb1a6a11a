package dev.rota.cli.function;

import dev.rota.cli.args.UserError;
import java.io.File;
import java.io.PrintWriter;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The argument FUNCTION together with the user's class path. */
public final class FunctionArgument {
  private static final String DEFAULT_METHOD = "apply";

  private final String function;
  private final List<Path> givenClassPath;
  private final List<Path> classPath = new ArrayList<>();

  /**
   * Takes the arguments.
   *
   * @param classPath files and folders, separated as the platform does; empty for none
   */
  public FunctionArgument(String function, String classPath) {
    this.function = function;
    Stream.of(classPath.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(FunctionArgument::existing)
        .forEach(this.classPath::add);
    this.givenClassPath = List.copyOf(this.classPath);
  }

  private static Path existing(String entry) {
    try {
      var path = Path.of(entry).toAbsolutePath();
      if (Files.exists(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // as good as not there
    }
    throw new UserError("no such file or folder on the class path: " + entry);
  }

  /**
   * Finds the function, compiled into {@code folder} if it is a source file.
   *
   * @throws UserError if there is no such function, or it cannot be called
   */
  public UserFunction find(Path folder, PrintWriter err) {
    if (function.endsWith(".java")) {
      var source = new SourceFile(function);
      source.compile(classPath, folder, err);
      classPath.add(folder);
      return source.find(DEFAULT_METHOD, folder);
    }
    if (function.contains("::")) {
      return new CompiledClass(function).find(classPath);
    }
    throw new UserError("FUNCTION is File.java or package.Class::method, not " + function);
  }

  /**
   * What tells the function from others: the source file's content, or the names of class and
   * method and the class file's content; and the class path, whose content is not looked at.
   */
  public List<String> identity() {
    var code =
        function.endsWith(".java")
            ? SourceFile.read(Path.of(function))
            : new CompiledClass(function).read(givenClassPath);
    return List.of(
        function.endsWith(".java") ? DEFAULT_METHOD : function,
        new String(code, StandardCharsets.ISO_8859_1),
        givenClassPath.toString());
  }

  /** Where the user's classes are. */
  public List<Path> classPath() {
    return List.copyOf(classPath);
  }

  /** Loads the user's classes into this JVM. */
  public ClassLoader loader() {
    return new URLClassLoader(
        CompiledClass.urls(classPath), FunctionArgument.class.getClassLoader());
  }
}
