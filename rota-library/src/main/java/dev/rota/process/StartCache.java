package dev.rota.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file from which workers start with half the CPU time: the JVM's <a
 * href="https://openjdk.org/jeps/514">ahead-of-time cache</a> of Rota's own classes and what they
 * need of the JDK. There is one for each JDK and each archive of Rota, used by all masters of a
 * user; of the user's own classes it holds nothing.
 *
 * <p>A master that finds none makes it in the background a second after it has started its first
 * worker, with some half a second of CPU time. It takes 13 MiB in {@code $XDG_CACHE_HOME/rota} or
 * {@code ~/.cache/rota}, or in the folder that the system property {@code rota.cache} names; {@code
 * off} turns it off. Folder and file are the user's alone, or are not used: who can write there can
 * run code in the workers.
 *
 * <p>Workers start without it, as ever, on another JDK than 25, where Rota is not an archive of its
 * own at the head of the class path, or with JVM options that are about such caches.
 */
public final class StartCache {

  /** From where JVMs take options besides their command line. */
  static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** A master that ends before does not pay for those to come. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final AtomicBoolean TRIED = new AtomicBoolean();
  private static final Optional<StartCache> OWN = find();

  private final Path archive;
  private final CacheFolder folder;
  private final Path file;
  private volatile boolean distrusted;

  private StartCache(Path archive, CacheFolder folder) throws IOException {
    this.archive = archive;
    this.folder = folder;
    BasicFileAttributes attributes = Files.readAttributes(archive, BasicFileAttributes.class);
    String jdk = System.getProperty("java.home") + System.getProperty("java.vm.version");
    String version = attributes.size() + " " + attributes.lastModifiedTime();
    // names that clash do no harm: the JVM looks whether a cache is of its own kind
    int kind = (jdk + archive).hashCode();
    this.file = folder.forWorkers("%08x-%08x".formatted(kind, version.hashCode()));
  }

  private static Optional<StartCache> find() {
    Path archive = OwnClassPath.home();
    Optional<CacheFolder> folder = CacheFolder.find();
    if (Runtime.version().feature() != WorkerCommand.KNOWN_JDK
        || !OwnClassPath.isArchive(archive)
        || folder.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new StartCache(archive, folder.get())).filter(StartCache::canBeTold);
    } catch (IOException | RuntimeException e) { // a name that this locale cannot express
      return Optional.empty();
    }
  }

  /** JVMs are told both in lists. */
  private boolean canBeTold() {
    return !file.toString().contains(File.pathSeparator)
        && !archive.toString().contains(File.pathSeparator);
  }

  /**
   * Makes the cache for this JDK and this archive of Rota unless it is there, in the image of a
   * container for example, and waits for it.
   *
   * @return the file, empty if there can be none here
   */
  public static Optional<Path> make() {
    return OWN.filter(StartCache::makeOnce).map(cache -> cache.file);
  }

  /** {@link #make} as a command, {@code java -cp rota.jar dev.rota.process.StartCache}. */
  static void main() {
    Optional<Path> file = make();
    System.out.println(file.map(Path::toString).orElse("there can be no start cache here"));
    System.exit(file.isPresent() ? 0 : 1); // the thread that starts workers may live
  }

  /** The JVM options that use the cache, none if there is none yet or these workers cannot. */
  static List<String> options(Settings settings) {
    if (OWN.isEmpty() || !OWN.get().fits(settings)) {
      return List.of();
    }
    StartCache cache = OWN.get();
    if (!cache.isUsable()) {
      cache.makeSoon();
      return List.of();
    }
    return List.of("-XX:AOTCache=" + cache.file, "-Xlog:aot=off"); // if it does not fit so be it
  }

  /** A worker was never ready, maybe because of the cache: from now on all do without. */
  static void distrust() {
    OWN.ifPresent(cache -> cache.distrusted = true);
  }

  /** Asked each time: beside the start of a process it costs nothing. */
  private boolean isUsable() {
    return !distrusted && CacheFolder.isUsable(file);
  }

  private boolean fits(Settings settings) {
    return settings.classPath().split(File.pathSeparator, 2)[0].equals(archive.toString())
        && Stream.concat(settings.jvmArgs().stream(), optionsInEnvironment(settings))
            .noneMatch(StartCache::isAboutCaches);
  }

  private static Stream<String> optionsInEnvironment(Settings settings) {
    return OPTION_VARIABLES.stream()
        .map(name -> settings.environment().getOrDefault(name, orEmpty(System.getenv(name))));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** A JVM does not start with certain pairs of them; nor can it be seen what a file holds. */
  private static boolean isAboutCaches(String options) {
    return Stream.of("-Xshare", "-XX:Shared", "-XX:Dump", "AOT", "@", "-XX:Flags", "OptionsFile")
        .anyMatch(options::contains);
  }

  private void makeSoon() {
    if (!distrusted && TRIED.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("rota-start-cache").start(this::makeAfterPause);
    }
  }

  private void makeAfterPause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      return; // nobody does
    }
    makeOnce();
  }

  private synchronized boolean makeOnce() {
    try {
      return isUsable() || (folder.prepare() && makeNow() && isUsable());
    } catch (IOException | RuntimeException | LinkageError e) { // the last if the JVM shuts down
      return false; // a cache: what cannot be made is done without
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean makeNow() throws IOException, InterruptedException {
    Path recording = folder.unfinished(".recording");
    Path made = folder.unfinished(".aot");
    try {
      folder.removeOld(file, Duration.ZERO);
      if (!StartTraining.record(archive, recording)
          || !StartTraining.create(archive, recording, made)) {
        return false;
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      Files.deleteIfExists(recording);
      Files.deleteIfExists(made);
    }
  }
}
