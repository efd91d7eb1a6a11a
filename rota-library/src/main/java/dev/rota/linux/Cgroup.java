package dev.rota.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A cgroup of this process's (version 2) in which others can be made. Its name says whose it is, so
 * that those of processes that were killed can be removed by later ones.
 */
public final class Cgroup implements AutoCloseable {
  private static final String PREFIX = "rota-";
  private static final String KILL = "cgroup.kill";
  private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path folder;

  private Cgroup(Path folder) {
    this.folder = folder;
  }

  /** What came of the attempt to make one: it, or why there is none. */
  public record Attempt(@Nullable Cgroup cgroup, String obstacle) {}

  /**
   * Makes one whose children have these controllers, where this process may.
   *
   * @param controllers such as {@code memory}
   */
  public static Attempt make(Set<String> controllers) {
    try {
      CgroupPlace place =
          CgroupPlace.find(Path.of("/proc/self"), ProcessHandle.current().pid(), controllers);
      return new Attempt(make(place, controllers), "");
    } catch (CgroupPlace.None e) {
      return new Attempt(null, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Attempt(null, e.toString());
    }
  }

  private static Cgroup make(CgroupPlace place, Set<String> controllers)
      throws IOException, CgroupPlace.None {
    Path moveTo = place.moveTo();
    if (moveTo != null) {
      Files.createDirectory(moveTo);
      write(moveTo.resolve(CgroupPlace.PROCESSES), "0");
    }
    if (!place.passesOn()) {
      passOn(place.folder(), controllers);
    }
    sweep(place.folder());
    ProcessIdentity own = ProcessIdentity.own();
    String name =
        PREFIX
            + own.pid()
            + "-"
            + own.start()
            + "-"
            + own.namespace()
            + "-"
            + COUNT.getAndIncrement();
    Cgroup made = new Cgroup(Files.createDirectory(place.folder().resolve(name)));
    try {
      if (!Files.exists(made.folder.resolve(KILL))) {
        throw new CgroupPlace.None("the kernel cannot kill a cgroup, which 5.14 and later can");
      }
      passOn(made.folder, controllers);
      return made;
    } catch (IOException | CgroupPlace.None e) {
      made.close();
      throw e;
    }
  }

  private static void passOn(Path folder, Set<String> controllers) throws IOException {
    for (String controller : controllers) {
      write(folder.resolve(CgroupPlace.PASSED_ON), "+" + controller);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  /** Removes what was left by processes that were killed together with their guardians. */
  private static void sweep(Path place) throws IOException {
    for (Path folder : children(place)) {
      ProcessIdentity owner = owner(folder.getFileName().toString());
      if (owner != null && owner.isGone()) {
        new Cgroup(folder).close();
      }
    }
  }

  /** Null if the name is none of ours. */
  static @Nullable ProcessIdentity owner(String name) {
    String[] words = name.split("-", -1);
    if (words.length != 5 || !name.startsWith(PREFIX)) {
      return null;
    }
    try {
      return new ProcessIdentity(
          Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Kills all that is in it, and removes it with all below; what cannot die stays. */
  @Override
  public void close() {
    long begin = System.nanoTime();
    do {
      try {
        write(folder.resolve(KILL), "1");
        remove(folder);
        return;
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        Thread.onSpinWait(); // busy: who was killed is not gone yet
      }
    } while (System.nanoTime() - begin < LONGEST_END_NANOS);
  }

  private static void remove(Path folder) throws IOException {
    for (Path child : children(folder)) {
      remove(child);
    }
    Files.deleteIfExists(folder);
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Files::isDirectory)) {
      all.forEach(children::add);
    }
    return children;
  }
}
