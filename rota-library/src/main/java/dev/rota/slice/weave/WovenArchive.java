package dev.rota.slice.weave;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The woven classes of one entry of a class path, in an archive that goes before the entry: what is
 * not in it, and all that is no class, is found in the entry as ever. Of an entry whose classes
 * must come from one archive it holds all of them: where packages are sealed, where there are
 * several versions of a class, and where the manifest names archives that go behind the entry.
 */
public final class WovenArchive {

  private static final Pattern VERSION = Pattern.compile("META-INF/versions/\\d+/");
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Where an archive says what came of weaving. */
  private static final Attributes.Name WOVEN = new Attributes.Name("Rota-Woven");

  private static final Attributes.Name LEFT_ALONE = new Attributes.Name("Rota-Left-Alone");
  private static final Attributes.Name REASON = new Attributes.Name("Rota-Left-Alone-Why");

  /** Of the entry's manifest, what is not about the package of a class. */
  private static final List<String> NOT_COPIED =
      List.of("Class-Path", "Launcher-Agent-Class", "Premain-Class", "Agent-Class", "Main-Class");

  private final Path root;
  private final Selection selection;
  private final Hierarchy hierarchy;
  private final Tally tally = new Tally();
  private final Manifest manifest;
  private final boolean whole;

  private WovenArchive(Path root, Selection selection, Function<String, byte[]> classFiles)
      throws IOException {
    this.root = root;
    this.selection = selection;
    this.hierarchy = new Hierarchy(classFiles, new HashMap<>());
    this.manifest = manifest(root);
    this.whole = isTrue("Multi-Release") || isSealed() || namesOthers();
  }

  /**
   * Weaves the classes of an entry.
   *
   * @param entry an archive or a folder
   * @param made the file to be written
   * @param options which classes, as the {@link Agent}'s
   * @param classFiles gives the class files of the whole class path by their internal names, empty
   *     for one that is not there
   * @throws IOException if the entry cannot be read, or {@code made} not be written
   */
  public static void write(
      Path entry, Path made, String options, Function<String, byte[]> classFiles)
      throws IOException {
    Selection selection = Selection.parse(options);
    if (Files.isDirectory(entry)) {
      new WovenArchive(entry, selection, classFiles).write(made);
      return;
    }
    try (FileSystem files = FileSystems.newFileSystem(entry)) {
      new WovenArchive(files.getPath("/"), selection, classFiles).write(made);
    }
  }

  /**
   * What came of the weaving of an archive that {@link #write} made.
   *
   * @throws IOException if it cannot be read
   */
  public static WeaveStats stats(Path made) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(made)) {
      Attributes said = manifest(files.getPath("/")).getMainAttributes();
      String reason = said.getValue(REASON);
      return new WeaveStats(
          Long.parseLong(said.getValue(WOVEN)),
          Long.parseLong(said.getValue(LEFT_ALONE)),
          reason == null ? List.of() : List.of(reason));
    }
  }

  private static Manifest manifest(Path root) throws IOException {
    Path file = root.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      return new Manifest();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new Manifest(in);
    }
  }

  private boolean isTrue(String attribute) {
    return Boolean.parseBoolean(manifest.getMainAttributes().getValue(attribute));
  }

  private boolean namesOthers() {
    return manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH) != null;
  }

  private boolean isSealed() {
    return isTrue("Sealed")
        || manifest.getEntries().values().stream()
            .anyMatch(entry -> Boolean.parseBoolean(entry.getValue(Attributes.Name.SEALED)));
  }

  private void write(Path made) throws IOException {
    List<Path> classes = isSigned() ? leftAlone() : classes();
    try (OutputStream file = Files.newOutputStream(made);
        JarOutputStream out = new JarOutputStream(file)) {
      out.setLevel(Deflater.BEST_SPEED);
      for (Path type : classes) {
        write(type, out);
      }
      out.putNextEntry(new ZipEntry(MANIFEST)); // the last, as it tells of them
      ownManifest().write(out);
    }
  }

  /** Who has signed the classes has not signed woven ones. */
  private boolean isSigned() throws IOException {
    Path folder = root.resolve("META-INF");
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".SF"));
    }
  }

  private List<Path> leftAlone() throws IOException {
    for (Path type : classes()) {
      tally.countLeftAlone(root.relativize(type).toString(), "its archive is signed");
    }
    return List.of();
  }

  private List<Path> classes() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.endsWith("module-info.class"))
          .sorted()
          .toList();
    }
  }

  private void write(Path type, JarOutputStream out) throws IOException {
    String name = root.relativize(type).toString();
    byte[] original = Files.readAllBytes(type);
    byte[] woven = weave(name, original);
    if (woven != null || whole) {
      out.putNextEntry(new ZipEntry(name));
      out.write(woven != null ? woven : original);
    }
  }

  /** Null if the class needs no polls or has to stay as it is. */
  private byte @Nullable [] weave(String file, byte[] original) {
    Matcher version = VERSION.matcher(file);
    int start = version.lookingAt() ? version.end() : 0;
    String name = file.substring(start, file.length() - ".class".length());
    try {
      if (selection.contains(name) && !hierarchy.runsUnderTheScheduler(name, original)) {
        byte[] woven = Weaver.weave(original);
        tally.countWoven();
        return woven;
      }
    } catch (UnweavableException e) {
      tally.countLeftAlone(name, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // whatever it is, the class can be loaded as it is
      tally.countLeftAlone(name, e.toString());
    }
    return null;
  }

  private Manifest ownManifest() {
    Attributes own = manifest.getMainAttributes();
    NOT_COPIED.forEach(name -> own.remove(new Attributes.Name(name)));
    own.putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
    WeaveStats stats = tally.stats();
    own.put(WOVEN, Long.toString(stats.woven()));
    own.put(LEFT_ALONE, Long.toString(stats.leftAlone()));
    stats.reasons().stream().findFirst().ifPresent(reason -> own.put(REASON, oneLine(reason)));
    manifest
        .getEntries()
        .values()
        .removeIf(entry -> entry.getValue(Attributes.Name.SEALED) == null);
    return manifest;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
