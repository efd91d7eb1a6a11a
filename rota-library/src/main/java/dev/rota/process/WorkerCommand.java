package dev.rota.process;

import dev.rota.linux.Launcher;
import dev.rota.linux.NativeCalls;
import dev.rota.wire.JavaSerialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a worker JVM. */
final class WorkerCommand {

  /** By name only: nothing of the worker's runs in the master. */
  private static final String MAIN = "dev.rota.worker.Worker";

  /** The JDK whose diagnostic options are known; another may refuse to start with them. */
  static final int KNOWN_JDK = 25;

  private final Settings settings;

  WorkerCommand(Settings settings) {
    this.settings = settings;
  }

  /** Starts a worker on the shared memory in {@code file}. */
  Process start(Path file, Path errorFile) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(arguments(file, errorFile));
    builder.redirectErrorStream(true);
    builder.environment().putAll(settings.environment());
    settings.workingDirectory().ifPresent(folder -> builder.directory(folder.toFile()));
    return builder.start();
  }

  /** The program that runs a JVM like this one. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private List<String> arguments(Path file, Path errorFile) {
    List<String> command = new ArrayList<>(Launcher.prefix());
    boolean launched = !command.isEmpty();
    command.add(java());
    command.addAll(StartCache.options(settings));
    if (settings.jvmArgs().stream().noneMatch(arg -> arg.matches("-XX:\\+Use\\w+GC"))) {
      command.add("-XX:+UseSerialGC");
    }
    command.add("-XX:-UsePerfData");
    if (Runtime.version().feature() == KNOWN_JDK) {
      // mapped where they were made for, the JDK's own classes are shared by all workers
      command.add("-XX:+UnlockDiagnosticVMOptions");
      command.add("-XX:ArchiveRelocationMode=0");
    }
    command.add("-Xmx" + settings.heap());
    // half a JVM is worse than none: what ran out of memory may be anything
    command.add("-XX:+ExitOnOutOfMemoryError");
    // a counted loop must not keep the worker from ending with its master
    command.add("-XX:+UseCountedLoopSafepoints");
    command.add("-XX:LoopStripMiningIter=1000"); // as with G1: a poll every 1000 turns
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:+DisplayVMOutputToStderr");
    command.add("-XX:ErrorFile=" + errorFile);
    command.add("-Djdk.reflect.useNativeAccessorOnly=true");
    if (!launched || NativeCalls.areExpected()) {
      command.add("--enable-native-access=ALL-UNNAMED"); // costs some ms, also without a call
    }
    command.add(Settings.PROCESSORS + settings.processorsEach());
    if (settings.sliced()) {
      command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    }
    command.addAll(settings.jvmArgs()); // of an option that is given twice the last counts
    command.add("-cp");
    command.add(settings.classPath());
    command.add(MAIN);
    command.add(file.toString());
    command.add(Integer.toString(settings.maxMessage()));
    command.add(Long.toString(ProcessHandle.current().pid()));
    command.add(Boolean.toString(launched));
    command.add(Integer.toString(settings.queueCapacity()));
    command.add(Integer.toString(settings.threadsPerWorker()));
    command.add(Boolean.toString(settings.sliced()));
    command.add(Boolean.toString(JavaSerialization.wasUsed()));
    command.add(settings.serializedResults().toString());
    return command;
  }
}
