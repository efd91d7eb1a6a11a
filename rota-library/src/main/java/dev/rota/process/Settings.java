package dev.rota.process;

import dev.rota.wire.AllowedClasses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link ProcessPool} was built with, beyond what every pool has. */
record Settings(
    String name,
    int workers,
    int threadsPerWorker,
    Optional<WovenClassPath> woven,
    int spares,
    int queueCapacity,
    String heap,
    int maxMessage,
    Duration cancelGrace,
    Duration neighbourGrace,
    Recycling recycling,
    int restartIntensity,
    Duration restartPeriod,
    ClassLoader resultLoader,
    AllowedClasses serializedResults,
    String classPath,
    List<String> jvmArgs,
    Map<String, String> environment,
    Optional<Path> workingDirectory) {

  /** The option that tells a JVM how many processors it has. */
  static final String PROCESSORS = "-XX:ActiveProcessorCount=";

  Settings {
    jvmArgs = List.copyOf(jvmArgs);
    environment = Map.copyOf(environment);
  }

  /** Whether tasks run on sliced threads. */
  boolean sliced() {
    return woven.isPresent();
  }

  /** What a worker is called. */
  String nameOf(int worker) {
    return name + "-worker-" + worker;
  }

  /** A worker's part of the processors that this JVM may use, at least one. */
  int processorsEach() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
  }

  /** How many workers there are and why, and what part of the processors each has if we say it. */
  String sizing(String workers) {
    boolean saidByUser = jvmArgs.stream().anyMatch(arg -> arg.startsWith(PROCESSORS));
    String each = saidByUser ? "" : "; each worker uses " + processorsEach();
    return workers + each + woven.map(classes -> "; " + classes.note()).orElse("");
  }

  /** Where the JVM of a worker writes its crash report; a name that no other has had. */
  static Path errorFile(int worker, long poolStarted) {
    String name =
        "rota-hs_err-%d-%x-%d.log".formatted(ProcessHandle.current().pid(), poolStarted, worker);
    return Path.of(System.getProperty("java.io.tmpdir"), name);
  }
}
