package dev.rota.checks.compare.figure;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The class files of the JDK's largest modules in a folder, and a parser for them. */
final class ClassFiles {

  private static final List<String> MODULES = List.of("java.base", "java.desktop", "jdk.compiler");

  private ClassFiles() {}

  /** Unpacks them once; returns how many there are. */
  static long unpack(Path folder) throws IOException {
    Path done = folder.resolveSibling(folder.getFileName() + ".done");
    if (!Files.exists(done)) {
      Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
      for (String module : MODULES) {
        unpack(modules, module, folder);
      }
      Files.createFile(done);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static void unpack(Path modules, String module, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(modules.resolve(module))) {
      files = found.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      Path copy = folder.resolve(modules.relativize(file).toString());
      Files.createDirectories(copy.resolveSibling("."));
      Files.write(copy, Files.readAllBytes(file));
    }
  }

  /** Compiles a source file into a folder. */
  static void compile(Path source, Path folder) throws IOException {
    Files.createDirectories(folder);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    int status = javac.run(null, null, null, "-d", folder.toString(), source.toString());
    if (status != 0) {
      throw new IOException(source + " cannot be compiled");
    }
  }
}
