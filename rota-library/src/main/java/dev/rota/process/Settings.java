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
    int queueCapacity,
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

  /** Where the JVM of a worker writes its crash report; a name that no other has had. */
  static Path errorFile(int worker, long poolStarted) {
    String name =
        "rota-hs_err-%d-%x-%d.log".formatted(ProcessHandle.current().pid(), poolStarted, worker);
    return Path.of(System.getProperty("java.io.tmpdir"), name);
  }
}
