package dev.rota.process;

import dev.rota.slice.weave.WeaveStats;
import dev.rota.slice.weave.WovenArchive;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The archives of woven classes: made once for all masters of a user and kept in the {@link
 * CacheFolder}; where there is none, in a temporary folder until this JVM ends.
 */
final class WovenArchives implements AutoCloseable {

  /**
   * What there is for an entry of the class path.
   *
   * @param file the archive, empty if nothing is woven
   */
  record Made(Optional<Path> file, WeaveStats stats) {
    /** A file about which nothing is to be said. */
    static Made of(Path file) {
      return new Made(Optional.of(file), new WeaveStats(0, 0, List.of()));
    }

    static final Made NOTHING = new Made(Optional.empty(), new WeaveStats(0, 0, List.of()));
  }

  /** Masters of another Rota may still use what was made of the same entry by theirs. */
  private static final Duration UNUSED = Duration.ofDays(7);

  private final Path home = OwnClassPath.home();
  private final CacheFolder folder;
  private final boolean keeps;
  private final FileTime now;
  private final String options;
  private final URLClassLoader resources;

  /** For the entries of one class path; {@code options} say which classes, as the agent's. */
  WovenArchives(List<Path> classPath, String options) throws IOException {
    Optional<CacheFolder> kept = CacheFolder.find().filter(WovenArchives::canBeUsed);
    keeps = kept.isPresent();
    folder = keeps ? kept.get() : new CacheFolder(Files.createTempDirectory("rota-woven"));
    if (!keeps) {
      folder.path().toFile().deleteOnExit();
    }
    now = folder.now();
    this.options = options;
    List<URL> urls = new ArrayList<>();
    for (Path entry : classPath) {
      urls.add(entry.toUri().toURL());
    }
    resources = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Of an entry, by any thread; an entry that cannot be read is for the JVM to judge. */
  Made of(Path entry) {
    if (isRotaAlone(entry) || !Files.exists(entry)) {
      return Made.NOTHING;
    }
    try {
      Path file = folder.forWoven("%08x-%s".formatted(entry.hashCode(), version(entry)));
      if (!CacheFolder.isUsable(file)) {
        make(entry, file);
      }
      Files.setLastModifiedTime(file, now); // so that it is known to be used
      return new Made(Optional.of(file), WovenArchive.stats(file));
    } catch (IOException | RuntimeException e) {
      String why = entry + " cannot be woven: " + e.getMessage();
      return new Made(Optional.empty(), new WeaveStats(0, 1, List.of(why)));
    }
  }

  private boolean isRotaAlone(Path entry) {
    return entry.equals(home) && (Files.isDirectory(home) || OwnClassPath.isArchive(home));
  }

  private static boolean canBeUsed(CacheFolder folder) {
    try {
      return folder.prepare();
    } catch (IOException | RuntimeException e) { // a home that is not there
      return false;
    }
  }

  private void make(Path entry, Path file) throws IOException {
    Path making = folder.unfinished(".jar");
    try {
      WovenArchive.write(entry, making, options, this::classFile);
      folder.removeOld(file, UNUSED);
      Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
      if (!keeps) {
        file.toFile().deleteOnExit();
      }
    } finally {
      Files.deleteIfExists(making);
    }
  }

  private byte[] classFile(String type) {
    try (InputStream in = resources.getResourceAsStream(type + ".class")) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** Another one for other content, and for another weaver. */
  private String version(Path entry) throws IOException {
    MessageDigest digest = digest();
    add(entry, digest);
    add(home, digest);
    digest.update(options.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static void add(Path root, MessageDigest digest) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        String line =
            "%s %d %s\n".formatted(file, attributes.size(), attributes.lastModifiedTime());
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every platform has it
    }
  }

  @Override
  public void close() throws IOException {
    resources.close();
  }
}
