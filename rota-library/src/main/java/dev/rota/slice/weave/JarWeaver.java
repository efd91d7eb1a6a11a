package dev.rota.slice.weave;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a jar with woven classes in the place of a jar's or a directory's. */
final class JarWeaver {
  private static final String VERSIONS = "META-INF/versions/";

  private final Selection selection;
  private final Hierarchy hierarchy;
  private final Tally tally;
  private boolean changed;

  JarWeaver(Selection selection, Hierarchy hierarchy, Tally tally) {
    this.selection = selection;
    this.hierarchy = hierarchy;
    this.tally = tally;
  }

  /** Writes it and says whether any class differs. */
  boolean write(Path entry, Path draft) throws IOException {
    try (var out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
      out.setLevel(1); // read far more often than sent anywhere
      if (Files.isDirectory(entry)) {
        writeDirectory(entry, out);
      } else {
        writeJar(entry, out);
      }
    }
    return changed;
  }

  private void writeDirectory(Path directory, JarOutputStream out) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (var file : (Iterable<Path>) files.sorted()::iterator) {
        if (Files.isRegularFile(file)) {
          var name = directory.relativize(file).toString();
          var made = new JarEntry(name);
          made.setLastModifiedTime(Files.getLastModifiedTime(file));
          put(made, woven(name, Files.readAllBytes(file)), out);
        }
      }
    }
  }

  private void writeJar(Path jar, JarOutputStream out) throws IOException {
    try (var file = new JarFile(jar.toFile(), false)) {
      if (file.stream().anyMatch(JarWeaver::isSignature)) {
        tally.countLeftAlone(jar.toString(), "it is signed");
        return;
      }
      var entries = file.entries();
      while (entries.hasMoreElements()) {
        var entry = entries.nextElement();
        try (var in = file.getInputStream(entry)) {
          var made = new JarEntry(entry.getName());
          made.setTime(entry.getTime());
          put(made, woven(entry.getName(), in.readAllBytes()), out);
        }
      }
    }
  }

  private static boolean isSignature(JarEntry entry) {
    var name = entry.getName().toUpperCase(Locale.ROOT);
    return name.startsWith("META-INF/") && name.endsWith(".SF");
  }

  private static void put(JarEntry entry, byte[] bytes, JarOutputStream out) throws IOException {
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  private byte[] woven(String name, byte[] bytes) throws IOException {
    if (name.equals(JarFile.MANIFEST_NAME)) {
      return withoutClassPath(bytes);
    }
    var type = typeOf(name);
    return type == null || !selection.contains(type) ? bytes : wovenClass(type, bytes);
  }

  private byte[] wovenClass(String type, byte[] bytes) {
    try {
      if (hierarchy.runsUnderTheScheduler(type, bytes)) {
        return bytes;
      }
      var woven = Weaver.weave(bytes);
      tally.countWoven();
      changed |= woven != null;
      return woven == null ? bytes : woven;
    } catch (UnweavableException e) {
      tally.countLeftAlone(type, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // a class file that is none
      tally.countLeftAlone(type, e.toString());
    }
    return bytes;
  }

  /** The class in a file of that name, the one of an older or newer Java as well; or null. */
  private static @Nullable String typeOf(String name) {
    if (!name.endsWith(".class") || name.endsWith("module-info.class")) {
      return null;
    }
    var type = name.substring(0, name.length() - ".class".length());
    if (type.startsWith(VERSIONS)) {
      int slash = type.indexOf('/', VERSIONS.length());
      return slash < 0 ? null : type.substring(slash + 1);
    }
    return type;
  }

  private static byte[] withoutClassPath(byte[] bytes) throws IOException {
    var manifest = new Manifest(new ByteArrayInputStream(bytes));
    if (manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH) == null) {
      return bytes;
    }
    var out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }
}
