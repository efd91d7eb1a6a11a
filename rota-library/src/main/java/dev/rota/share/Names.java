package dev.rota.share;

import dev.rota.linux.Ownership;
import dev.rota.linux.ProcessIdentity;
import dev.rota.share.RegionException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which the names of regions are files, of the user's alone. A region itself is
 * memory without a name, which goes with the last process that has it; the file only says which
 * processes those are. So what the dead have left is never more than a line of text, and is swept
 * away by whoever comes next.
 */
final class Names {

  private static final String LOCK = ".lock"; // no name of a region begins so
  private static final String NEW = ".new";

  /** One at a time in this JVM; the file's lock is for other processes. */
  private static final ReentrantLock HERE = new ReentrantLock();

  /** A process that has a region, and under what number. */
  record Holder(ProcessIdentity process, int descriptor) {

    private static Holder parse(String line) {
      String[] words = line.split(" ", -1);
      return new Holder(
          new ProcessIdentity(
              Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])),
          Integer.parseInt(words[3]));
    }

    private String line() {
      return process.pid() + " " + process.start() + " " + process.namespace() + " " + descriptor;
    }
  }

  /** Who has a region that goes by a name; and which region that is. */
  record Entry(long identity, List<Holder> holders) {

    Entry {
      holders = List.copyOf(holders);
    }

    /** Without those that are gone. */
    Entry ofTheLiving() {
      return new Entry(
          identity, holders.stream().filter(holder -> !holder.process.isGone()).toList());
    }

    Entry with(Holder holder) {
      return new Entry(identity, Stream.concat(holders.stream(), Stream.of(holder)).toList());
    }

    Entry without(Holder holder) {
      return new Entry(identity, holders.stream().filter(other -> !other.equals(holder)).toList());
    }
  }

  private Names() {}

  /** Does something while no other process of the user comes, goes, or looks at names. */
  static <T> T locked(Supplier<T> action) {
    HERE.lock();
    try (FileChannel channel =
            FileChannel.open(
                folder().resolve(LOCK),
                Set.of(
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                forTheUser("rw-------"));
        FileLock _ = channel.lock()) {
      return action.get();
    } catch (IOException e) {
      throw refused("the names of regions", e);
    } finally {
      HERE.unlock();
    }
  }

  /** Who has the region of that name; null if nobody does. Under the lock. */
  static @Nullable Entry find(String name) {
    Path file = folder().resolve(name);
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      long identity = Long.parseUnsignedLong(lines.removeFirst(), 16);
      Entry entry = new Entry(identity, lines.stream().map(Holder::parse).toList()).ofTheLiving();
      if (entry.holders.isEmpty()) {
        Files.delete(file);
        return null;
      }
      return entry;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw refused(file.toString(), e);
    } catch (RuntimeException e) {
      throw new RegionException(
          Reason.CORRUPT, file + " does not say who has the region; remove it if nobody does", e);
    }
  }

  /** Says who has the region of that name; nobody, and the name is free. Under the lock. */
  static void put(String name, Entry entry) {
    Path file = folder().resolve(name);
    Path fresh = folder().resolve(NEW);
    try {
      if (entry.holders.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, forTheUser("rw-------"));
      List<String> lines = new ArrayList<>(List.of(Long.toHexString(entry.identity)));
      entry.holders.forEach(holder -> lines.add(holder.line()));
      Files.write(fresh, lines);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw refused(file.toString(), e);
    }
  }

  /** All names, those of the dead swept away. Under the lock. */
  static List<String> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".") && find(name) != null)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw refused("the names of regions", e);
    }
  }

  /** In memory where there is such a folder; of a user's own, and nobody else's. */
  private static Path folder() {
    try {
      Path memory = Path.of("/dev/shm");
      Path parent =
          Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
      Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      Path folder = parent.resolve("rota-" + user);
      try {
        Files.createDirectory(folder, forTheUser("rwx------"));
      } catch (FileAlreadyExistsException e) {
        // made before; whose it is we see now
      }
      if (!Ownership.isOfTheUserAlone(folder) || isReadByOthers(folder)) {
        throw new RegionException(
            Reason.REFUSED, folder + " is not this user's alone; whose is it, and why?");
      }
      return folder;
    } catch (IOException e) {
      throw refused("a folder for the names of regions", e);
    }
  }

  private static boolean isReadByOthers(Path folder) throws IOException {
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    return !PosixFilePermissions.fromString("rwx------").containsAll(permissions);
  }

  private static FileAttribute<?> forTheUser(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static RegionException refused(String what, IOException cause) {
    return new RegionException(Reason.REFUSED, what + ": " + cause, cause);
  }
}
