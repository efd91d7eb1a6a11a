package dev.rota.cli.function;

import dev.rota.Pool;
import dev.rota.cli.args.UserError;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A function given as {@code File.java}: compiled once, into a folder that the caller removes. */
final class SourceFile {
  private final String name;
  private final Path file;

  SourceFile(String name) {
    this.name = name;
    this.file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new UserError("no such file: " + name);
    }
    if (!Files.isReadable(file)) {
      throw new UserError("cannot be read: " + name);
    }
  }

  /**
   * The function may use Rota, which workers have anyway. The diagnostics go to {@code err} as
   * javac words them.
   */
  void compile(List<Path> classPath, Path folder, PrintWriter err) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UserError(
          "cannot compile " + name + ": this Java has no compiler, a JDK is needed");
    }
    var path = Stream.concat(Stream.of(library()), classPath.stream());
    var options =
        List.of(
            "-proc:none",
            "-d",
            folder.toString(),
            "-cp",
            path.map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjects(file);
      if (!compiler.getTask(err, files, null, options, null, units).call()) {
        throw new UserError(name + " does not compile");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where Rota's own classes are. */
  private static Path library() {
    return locationOf(Pool.class);
  }

  static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The function is in the class called as the file, or in the only other one that has such a
   * method.
   */
  UserFunction find(String methodName, Path folder) {
    var finder = new FunctionFinder(name, methodName);
    var classes =
        topLevelClasses(folder).stream().map(SourceFile::read).map(finder::parse).toList();
    var simpleName = file.getFileName().toString().replaceFirst("\\.java$", "");
    var candidates =
        classes.stream()
            .filter(
                model ->
                    model.thisClass().asInternalName().replaceFirst(".*/", "").equals(simpleName))
            .toList();
    if (candidates.isEmpty()) {
      candidates = classes.stream().filter(model -> !finder.named(model).isEmpty()).toList();
    }
    return switch (candidates.size()) {
      case 0 ->
          throw new UserError(
              name
                  + " has no method "
                  + methodName
                  + "; needed is public static "
                  + methodName
                  + " with one parameter, a Path, URI, byte[] or String");
      case 1 -> finder.find(candidates.getFirst());
      default ->
          throw new UserError(
              name
                  + " has a method "
                  + methodName
                  + " in several classes; one of them must"
                  + " be called "
                  + simpleName);
    };
  }

  static List<Path> topLevelClasses(Path folder) {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.getFileName().toString().contains("$"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
