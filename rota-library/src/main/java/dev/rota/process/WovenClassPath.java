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

  /** An entry to be woven, and whether it is to follow; else another entry brings it along. */
  private record Step(Path entry, boolean follows) {}

  /** Weaves what is not woven yet: with a cold JVM about a second for each 1,000 classes. */
  static WovenClassPath of(String classPath) {
    List<Path> entries =
        Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of).distinct().toList();
    List<Step> steps = steps(entries);
    try (WovenArchives archives = new WovenArchives(entries)) {
      List<WovenArchives.Made> made =
          steps.parallelStream().map(step -> archives.of(step.entry)).toList();
      return new WovenClassPath(join(steps, made), note(made));
    } catch (IOException e) {
      throw new UncheckedIOException("the class path cannot be woven: " + e.getMessage(), e);
    }
  }

  private static List<Step> steps(List<Path> entries) {
    Set<Path> known = new LinkedHashSet<>(entries);
    List<Step> steps = new ArrayList<>();
    for (Path entry : entries) {
      addNamed(entry, known, steps);
      steps.add(new Step(entry, true));
    }
    return steps;
  }

  /** What an entry's manifest names is behind it by itself; its woven classes come before. */
  private static void addNamed(Path entry, Set<Path> known, List<Step> steps) {
    for (Path named : namedByManifest(entry)) {
      if (Files.exists(named) && known.add(named)) {
        addNamed(named, known, steps);
        steps.add(new Step(named, false));
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
              .map(url -> Path.of(entry.toUri().resolve(url)))
              .toList();
    } catch (IOException | RuntimeException e) { // then the JVM will not find them either
      return List.of();
    }
  }

  private static String join(List<Step> steps, List<WovenArchives.Made> made) {
    List<Path> path = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      made.get(i).file().ifPresent(path::add);
      if (steps.get(i).follows) {
        path.add(steps.get(i).entry);
      }
    }
    return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String note(List<WovenArchives.Made> made) {
    return made.stream()
        .map(WovenArchives.Made::stats)
        .reduce(new WeaveStats(0, 0, List.of()), WeaveStats::and)
        .toString();
  }
}
