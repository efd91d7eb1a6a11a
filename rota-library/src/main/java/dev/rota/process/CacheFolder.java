package dev.rota.process;

import dev.rota.linux.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder for what is made once and used by all masters of a user: {@code $XDG_CACHE_HOME/rota}
 * or {@code ~/.cache/rota}, or what the system property {@code rota.cache} names; {@code off} for
 * none. Folder and files are the user's alone, or are not used: who can write there can run code in
 * the workers.
 */
record CacheFolder(Path path) {

  /** Names the folder, or is "off". */
  private static final String PROPERTY = "rota.cache";

  /** What is older was left by a master that was killed. */
  private static final Duration STALE = Duration.ofMinutes(10);

  /** Files made of what is gone are known by the time of their last use. */
  private static final Duration ABANDONED = Duration.ofDays(90);

  private static final String WORKERS = "workers-";
  private static final String WOVEN = "woven-";
  private static final String UNFINISHED = "making-";

  /** The folder of this JVM's user, which need not exist; empty if there is to be none. */
  static Optional<CacheFolder> find() {
    String named = System.getProperty(PROPERTY, "");
    if (named.equals("off")) {
      return Optional.empty();
    }
    try {
      Path path = named.isEmpty() ? usual() : Path.of(named).toAbsolutePath();
      return Optional.of(new CacheFolder(path));
    } catch (InvalidPathException e) { // a name that this locale cannot express
      return Optional.empty();
    }
  }

  private static Path usual() {
    String caches = System.getenv("XDG_CACHE_HOME");
    return caches != null && caches.startsWith("/")
        ? Path.of(caches, "rota")
        : Path.of(System.getProperty("user.home"), ".cache", "rota");
  }

  /** Makes the folder if need be; false if others can write there, or this user cannot. */
  boolean prepare() throws IOException {
    Files.createDirectories(path.getParent());
    if (!Files.isDirectory(path)) {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return Ownership.isOfTheUserAlone(path) && Files.isWritable(path);
  }

  /** Whether a file is there that nobody else can have written. */
  static boolean isUsable(Path file) {
    try {
      return Files.isRegularFile(file) && Ownership.isOfTheUserAlone(file);
    } catch (IOException e) {
      return false;
    }
  }

  /** Where a cache from which workers start belongs; {@code name} says of what it is made. */
  Path forWorkers(String name) {
    return path.resolve(WORKERS + name + ".aot");
  }

  /** Where woven classes belong; {@code name} says of what they are made. */
  Path forWoven(String name) {
    return path.resolve(WOVEN + name + ".jar");
  }

  /** A new file, to be moved to where it belongs once it is finished. */
  Path unfinished(String name) throws IOException {
    Path file = Files.createTempFile(path, UNFINISHED, name);
    file.toFile().deleteOnExit(); // nobody waits for the thread that makes it
    return file;
  }

  /** The time, as this file system has it. */
  FileTime now() throws IOException {
    Path made = unfinished(".now");
    try {
      return Files.getLastModifiedTime(made);
    } finally {
      Files.delete(made);
    }
  }

  /**
   * Removes what was not finished, files that were not used for long, and those that {@code made}
   * takes the place of, which are called the same up to the last hyphen.
   *
   * @param unused for how long nobody may have used the latter
   */
  void removeOld(Path made, Duration unused) throws IOException {
    String newest = made.getFileName().toString();
    String kind = newest.substring(0, newest.lastIndexOf('-') + 1);
    Instant now = now().toInstant();
    List<Path> files;
    try (Stream<Path> all = Files.list(path)) {
      files = all.toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      Duration life = name.startsWith(kind) ? unused : longestLife(name);
      if (!name.equals(newest) && age(file, now).compareTo(life) >= 0) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Duration age(Path file, Instant now) throws IOException {
    try {
      return Duration.between(Files.getLastModifiedTime(file).toInstant(), now);
    } catch (NoSuchFileException e) { // another has removed it, or put it in its place
      return Duration.ZERO;
    }
  }

  /** For ever if it is not ours: the folder may be one that has other files as well. */
  private static Duration longestLife(String name) {
    if (name.startsWith(UNFINISHED)) {
      return STALE;
    }
    boolean ours = name.startsWith(WORKERS) || name.startsWith(WOVEN);
    return ours ? ABANDONED : ChronoUnit.FOREVER.getDuration();
  }
}
