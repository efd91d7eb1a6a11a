package dev.rota.http.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder that a worker has while it starts. Netty unpacks its library there and removes it as
 * soon as it has it; who is killed in between would leave it behind.
 */
final class StartFolder {

  private final Path path;

  private StartFolder(Path path) {
    this.path = path;
  }

  static StartFolder make() throws IOException {
    return new StartFolder(Files.createTempDirectory("rota-worker-"));
  }

  Path path() {
    return path;
  }

  /** With all that is in it; once more does nothing. */
  void remove() {
    try (Stream<Path> inside = Files.exists(path) ? Files.list(path) : Stream.empty()) {
      for (Path file : inside.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // the system clears its folder of temporary files in the end
    }
  }
}
