package dev.rota.slice.weave;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Weaves a class path ahead of time, for JVMs that are to run sliced threads without an agent. Jars
 * and directories become jars in a folder, once for each state of theirs; many processes may share
 * the folder. What cannot be woven stays in the class path as it is.
 *
 * @param entries the class path to use, jars of {@code Class-Path} manifests included
 * @param stats what came of weaving; classes woven by an earlier call are not counted again
 */
public record WovenClassPath(List<Path> entries, WeaveStats stats) {
  /** Makes the list unmodifiable. */
  public WovenClassPath {
    entries = List.copyOf(entries);
  }

  /**
   * Weaves what is not woven yet.
   *
   * @param classPath jars and directories; others are passed on
   * @param folder where woven jars are kept; made if it is not there
   * @param options which packages, as the agent's: {@code include=PACKAGE,exclude=PACKAGE}
   * @return the class path to use instead
   * @throws IllegalArgumentException if the options are not understood
   */
  public static WovenClassPath weave(List<Path> classPath, Path folder, String options) {
    var selection = Selection.parse(options);
    var all = new LinkedHashSet<Path>();
    classPath.forEach(entry -> addWithManifests(entry.toAbsolutePath().normalize(), all));
    var tally = new Tally();
    try (var files = new URLClassLoader(urls(all), null)) {
      var hierarchy = new Hierarchy(type -> read(files, type), new ConcurrentHashMap<>());
      var jars = new WovenJars(folder, selection, hierarchy, tally);
      return new WovenClassPath(all.stream().map(jars::woven).toList(), tally.stats());
    } catch (IOException e) { // of closing what was read
      return new WovenClassPath(List.copyOf(all), tally.stats());
    }
  }

  /** A woven jar lies elsewhere, where relative names of other jars lead nowhere. */
  private static void addWithManifests(Path entry, Set<Path> all) {
    if (!all.add(entry) || !Files.isRegularFile(entry)) {
      return;
    }
    for (var name : namesInManifest(entry)) {
      var other = resolved(entry, name);
      if (other != null) {
        addWithManifests(other, all);
      }
    }
  }

  private static @Nullable Path resolved(Path jar, String name) {
    try {
      return Path.of(jar.toUri().resolve(name)).normalize();
    } catch (RuntimeException e) { // not a file's address: the JVM ignores it, too
      return null;
    }
  }

  private static List<String> namesInManifest(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      var manifest = file.getManifest();
      var names =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return names == null ? List.of() : List.of(names.trim().split(" +", -1));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static URL[] urls(Set<Path> entries) {
    return entries.stream().map(WovenClassPath::url).toArray(URL[]::new);
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e); // files have addresses
    }
  }

  private static byte[] read(ClassLoader files, String type) {
    try (@Nullable InputStream in = files.getResourceAsStream(type + ".class")) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
