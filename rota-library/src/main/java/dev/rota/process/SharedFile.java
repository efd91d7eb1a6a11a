package dev.rota.process;

import dev.rota.linux.ProcessIdentity;
import dev.rota.wire.SharedMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file through which a worker finds the memory that it shares with its master. It has a name
 * only until the worker has opened it.
 *
 * <p>It lies in {@code /dev/shm}; where that is missing or full, in the folder for temporary files,
 * which works the same and may write to a disk. Zeros are written before it is mapped: a file
 * system that is full says so now, not by a fault in the middle of a message.
 */
record SharedFile(Path path, Arena arena, SharedMemory memory) {

  private static final String PREFIX = "rota-";
  private static final Pattern NAME =
      Pattern.compile(PREFIX + "([0-9]{1,10})-([0-9]{1,18})-([0-9]{1,18})-[0-9]+");
  private static final AtomicLong COUNT = new AtomicLong();

  /** Makes one, of the user's alone. */
  static SharedFile create() throws IOException {
    return create(folders());
  }

  /** Makes one in the first of the folders that has room. */
  static SharedFile create(List<Path> folders) throws IOException {
    IOException refused = null;
    for (Path folder : folders) {
      try {
        return create(folder);
      } catch (IOException e) {
        if (refused != null) {
          e.addSuppressed(refused);
        }
        refused = e;
      }
    }
    throw refused == null ? new IOException("no folder for shared memory") : refused;
  }

  private static SharedFile create(Path folder) throws IOException {
    Path path = folder.resolve(name(ProcessIdentity.own(), COUNT.incrementAndGet()));
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            forTheUserAlone())) {
      ByteBuffer zeros = ByteBuffer.allocate(1 << 14);
      for (int left = SharedMemory.SIZE; left > 0; ) {
        left -= channel.write(zeros.clear().limit(Math.min(left, zeros.capacity())));
      }
      @SuppressWarnings("MustBeClosed") // by whoever sees the worker's end
      Arena arena = Arena.ofShared();
      ByteBuffer memory =
          channel.map(FileChannel.MapMode.READ_WRITE, 0, SharedMemory.SIZE, arena).asByteBuffer();
      return new SharedFile(path, arena, SharedMemory.create(memory));
    } catch (Throwable e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  static String name(ProcessIdentity master, long number) {
    return PREFIX + master.pid() + "-" + master.start() + "-" + master.namespace() + "-" + number;
  }

  private static FileAttribute<?>[] forTheUserAlone() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static List<Path> folders() {
    return Stream.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))
        .filter(Files::isDirectory)
        .toList();
  }

  /** Takes its name away. */
  void unlink() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // sweep() of a later master gets it
    }
  }

  /** Removes what masters that were killed in the wrong moment have left. */
  static void sweep() {
    sweep(folders());
  }

  static void sweep(List<Path> folders) {
    for (Path folder : folders) {
      try (var files = Files.newDirectoryStream(folder, PREFIX + "*-*")) {
        for (Path file : files) {
          if (isOrphan(file)) {
            Files.deleteIfExists(file);
          }
        }
      } catch (IOException e) {
        // not ours, or not there: nothing to sweep
      }
    }
  }

  private static boolean isOrphan(Path file) throws IOException {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches()
        && new ProcessIdentity(number(name, 1), number(name, 2), number(name, 3)).isGone()
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.isWritable(file);
  }

  private static long number(Matcher name, int group) {
    return Long.parseLong(name.group(group));
  }
}
