package dev.rota.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path and module path of this JVM, for its workers. Rota's own archive comes first,
 * because to find a worker's classes a JVM opens and keeps the index of all archives before it.
 */
final class OwnClassPath {

  private OwnClassPath() {}

  /** Absolute, because workers may work in another folder. */
  static String get() {
    Stream<Path> entries =
        Stream.of("java.class.path", "jdk.module.path")
            .map(property -> System.getProperty(property, ""))
            .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath());
    return first(home(), entries.toList()).stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The others keep their order. An archive in which Rota is but a part stays where it is. */
  static List<Path> first(Path home, List<Path> entries) {
    return home.getFileName() == null
            || !home.getFileName().toString().matches("rota(-\\d.*)?\\.jar")
        ? entries
        : entries.stream().sorted(Comparator.comparing(entry -> !entry.equals(home))).toList();
  }

  /** Where Rota's classes are; a path that is no archive's if that cannot be said. */
  private static Path home() {
    CodeSource source = OwnClassPath.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? Path.of("") : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | RuntimeException e) {
      return Path.of(""); // a class loader with locations of its own kind
    }
  }
}
