package dev.rota.slice.weave;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * The woven jars of a folder, each named for the state of what it was made of: the place, sizes and
 * times of its files, and how they were woven. A jar appears whole or not at all.
 */
final class WovenJars {
  /** To be raised when the weaver weaves in another way. */
  private static final int VERSION = 1;

  private final Path folder;
  private final Selection selection;
  private final Hierarchy hierarchy;
  private final Tally tally;

  WovenJars(Path folder, Selection selection, Hierarchy hierarchy, Tally tally) {
    this.folder = folder;
    this.selection = selection;
    this.hierarchy = hierarchy;
    this.tally = tally;
  }

  /** The jar to use in place of an entry of a class path, or the entry itself. */
  Path woven(Path entry) {
    try {
      boolean directory = Files.isDirectory(entry);
      if (!directory && !Files.isRegularFile(entry)) {
        return entry;
      }
      var key = key(entry, directory);
      var jar = folder.resolve(key + ".jar");
      var unchanged = folder.resolve(key + ".same"); // says that there was nothing to weave
      if (Files.exists(jar)) {
        return jar;
      }
      return Files.exists(unchanged) || !make(entry, directory, jar, unchanged) ? entry : jar;
    } catch (IOException | UncheckedIOException e) {
      tally.countLeftAlone(entry.toString(), e.toString());
      return entry;
    }
  }

  private boolean make(Path entry, boolean directory, Path jar, Path unchanged) throws IOException {
    Files.createDirectories(folder);
    var draft = Files.createTempFile(folder, "draft", ".jar");
    try {
      boolean changed = new JarWeaver(selection, hierarchy, tally).write(entry, draft);
      // An archive for fast starts takes no directories.
      Files.move(draft, changed || directory ? jar : unchanged, StandardCopyOption.ATOMIC_MOVE);
      return changed || directory;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private String key(Path entry, boolean directory) throws IOException {
    var digest = sha256();
    update(digest, VERSION + " " + Runtime.version().feature() + " " + selection);
    try (Stream<Path> files = directory ? Files.walk(entry) : Stream.of(entry)) {
      for (var file : (Iterable<Path>) files.sorted()::iterator) {
        if (Files.isRegularFile(file)) {
          update(digest, file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
      }
    }
    update(digest, entry.toString());
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has it
    }
  }
}
