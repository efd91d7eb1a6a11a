package dev.rota.process;

import dev.rota.slice.weave.WeaveStats;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class path for workers whose tasks are sliced: before each entry comes an archive of its woven
 * classes. Rota itself stays as it is.
 *
 * @param classPath for a JVM
 * @param note what came of weaving, in one line
 */
record WovenClassPath(String classPath, String note) {

  /** An entry, or its woven classes. */
  private record Element(Path entry, boolean woven) {}

  /**
   * Weaves what is not woven yet: with a cold JVM about a second for each 1,000 classes.
   *
   * @param options which classes, as the agent's
   */
  static WovenClassPath of(String classPath, String options) {
    List<Path> entries =
        Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of).distinct().toList();
    List<Element> elements = elements(entries);
    try (WovenArchives archives = new WovenArchives(entries, options)) {
      List<WovenArchives.Made> made =
          elements.parallelStream()
              .map(each -> each.woven ? archives.of(each.entry) : WovenArchives.Made.of(each.entry))
              .toList();
      return new WovenClassPath(join(made), note(made));
    } catch (IOException e) {
      throw new UncheckedIOException("the class path cannot be woven: " + e.getMessage(), e);
    }
  }

  /** What an entry's manifest names is behind it by itself; its woven classes come before. */
  private static List<Element> elements(List<Path> entries) {
    Set<Path> known = new LinkedHashSet<>(entries);
    List<Element> elements = new ArrayList<>();
    for (Path entry : entries) {
      addWoven(entry, known, elements);
      elements.add(new Element(entry, false));
    }
    return elements;
  }

  private static void addWoven(Path entry, Set<Path> known, List<Element> elements) {
    elements.add(new Element(entry, true));
    for (Path named : namedByManifest(entry)) {
      if (Files.exists(named) && known.add(named)) {
        addWoven(named, known, elements);
      }
    }
  }

  private static List<Path> namedByManifest(Path entry) {
    if (!Files.isRegularFile(entry)) {
      return List.of();
    }
    try (JarFile archive = new JarFile(entry.toFile())) {
      Manifest manifest = archive.getManifest();
      String named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return named == null
          ? List.of()
          : Stream.of(named.strip().split("\\s+", -1))
              .flatMap(url -> file(entry, url).stream())
              .toList();
    } catch (IOException | RuntimeException e) { // then the JVM will not find them either
      return List.of();
    }
  }

  private static Optional<Path> file(Path entry, String url) {
    try {
      return Optional.of(Path.of(entry.toUri().resolve(url)));
    } catch (RuntimeException e) { // not the address of a file
      return Optional.empty();
    }
  }

  private static String join(List<WovenArchives.Made> made) {
    return made.stream()
        .flatMap(each -> each.file().stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String note(List<WovenArchives.Made> made) {
    return made.stream()
        .map(WovenArchives.Made::stats)
        .reduce(new WeaveStats(0, 0, List.of()), WeaveStats::and)
        .toString();
  }
}
