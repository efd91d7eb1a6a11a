package dev.rota.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;

/** A folder that is gone after use, with all that is in it. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  /** Makes it. */
  public TemporaryFolder() {
    try {
      path = Files.createTempDirectory("rota-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Other users may look into it. */
  public void letOthersRead() {
    try {
      Path _ = Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (var file : contents()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // the system clears its folder of temporary files in the end
    }
  }

  /** What is inside comes before what it is in. */
  private List<Path> contents() throws IOException {
    try (var files = Files.walk(path)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
