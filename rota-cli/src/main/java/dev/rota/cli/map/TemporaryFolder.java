package dev.rota.cli.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A folder that is gone after use, with all that is in it. */
final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  TemporaryFolder() {
    try {
      path = Files.createTempDirectory("rota-map-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return path;
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
