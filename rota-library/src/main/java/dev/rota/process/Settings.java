package dev.rota.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link ProcessPool} was built with, beyond what every pool has. */
record Settings(
    String name,
    int workers,
    int spares,
    String heap,
    int maxMessage,
    Duration cancelGrace,
    int maxTasksPerWorker,
    int restartIntensity,
    Duration restartPeriod,
    ClassLoader resultLoader,
    String classPath,
    List<String> jvmArgs,
    Map<String, String> environment,
    Optional<Path> workingDirectory) {

  Settings {
    jvmArgs = List.copyOf(jvmArgs);
    environment = Map.copyOf(environment);
  }

  /** Where a JVM of this pool writes its crash report; {@code %p} is its process id. */
  String errorFilePattern() {
    return Path.of(System.getProperty("java.io.tmpdir"), "rota-hs_err-%p.log").toString();
  }

  Path errorFile(long pid) {
    return Path.of(errorFilePattern().replace("%p", Long.toString(pid)));
  }
}
