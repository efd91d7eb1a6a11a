package dev.rota.checks.weaving;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** This JVM's class path without signatures: signed jars would not be woven. */
final class Unsigned {
  private Unsigned() {}

  static List<Path> classPath(Path folder) throws IOException {
    Files.createDirectories(folder);
    var entries = new ArrayList<Path>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var path = Path.of(entry);
      entries.add(isSigned(path) ? copy(path, folder) : path);
    }
    return entries;
  }

  private static boolean isSigned(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (var jar = new JarFile(path.toFile())) {
      return jar.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]*\\.SF"));
    }
  }

  private static Path copy(Path path, Path folder) throws IOException {
    var copy = folder.resolve(path.getFileName());
    if (Files.exists(copy)) {
      return copy;
    }
    try (var jar = new JarFile(path.toFile());
        var out = new JarOutputStream(Files.newOutputStream(copy))) {
      for (var entry : jar.stream().toList()) {
        // The manifest holds digests of what was signed.
        if (!entry.getName().matches("META-INF/([^/]*\\.(SF|RSA|DSA)|MANIFEST.MF)")) {
          out.putNextEntry(new JarEntry(entry.getName()));
          try (var in = jar.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
    return copy;
  }
}
