package dev.rota.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of workers, by default this JVM's class path and module path. Rota's own archive
 * comes first, because to find a worker's classes a JVM opens and keeps the index of all archives
 * before it, and because a {@link StartCache} is of that archive alone.
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
    return of(entries.toList());
  }

  /** The entries for workers, with Rota's own archive before them. */
  static String of(List<Path> entries) {
    return headed(home(), entries).stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The others keep their order. An archive in which Rota is but a part stays where it is. */
  static List<Path> headed(Path home, List<Path> entries) {
    if (!isArchive(home)) {
      return entries;
    }
    Stream<Path> others = entries.stream().filter(entry -> !entry.equals(home));
    return Stream.concat(Stream.of(home), others).toList();
  }

  /** Whether it is an archive of Rota and of nothing else. */
  static boolean isArchive(Path home) {
    return home.getFileName() != null
        && home.getFileName().toString().matches("rota(-\\d.*)?\\.jar");
  }

  /** Where Rota's classes are; a path that is no archive's if that cannot be said. */
  static Path home() {
    CodeSource source = OwnClassPath.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? Path.of("") : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | RuntimeException e) {
      return Path.of(""); // a class loader with locations of its own kind
    }
  }
}
