package dev.rota.http.serve;

import dev.rota.Pool;
import dev.rota.http.Model;
import dev.rota.http.link.WorkerSettings;
import dev.rota.program.Program;
import java.io.File;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program that a worker is, and its command line. */
final class WorkerCommand {

  /** By name only: nothing of the worker's runs in the master. */
  private static final String MAIN = "dev.rota.http.worker.Worker";

  /** The number of the socket, which all workers inherit. */
  static final int SOCKET = 0;

  private final Plan plan;
  private final int workers;
  private final String region;

  /**
   * Of a plan.
   *
   * @param workers how many threads, loops or carriers there are if there is but one process
   */
  WorkerCommand(Plan plan, int workers, String region) {
    this.plan = plan;
    this.workers = workers;
    this.region = region;
  }

  /** What to run in a slot. */
  Program program(int slot) {
    List<byte[]> words = new ArrayList<>();
    for (String word : plan.isCommand() ? plan.code().command() : java(slot)) {
      words.add(word.getBytes(StandardCharsets.UTF_8));
    }
    boolean asInput = plan.isCommand() && plan.code().socketAsInput();
    return new Program(words, Program.Output.PIPES, null, false)
        .withSockets(new Program.Sockets(List.of(SOCKET), asInput));
  }

  private List<String> java(int slot) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:-UsePerfData");
    if (!plan.code().heap().isEmpty()) {
      command.add("-Xmx" + plan.code().heap());
    }
    // half a JVM is worse than none: what ran out of memory may be anything
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow"); // Netty's buffers
    if (plan.model() == Model.COROUTINES) {
      command.addAll(sliced());
    }
    command.addAll(plan.code().jvmArgs()); // of an option that is given twice the last counts
    command.add("-cp");
    command.add(classPath());
    command.add(MAIN);
    command.addAll(settings(slot).arguments());
    return command;
  }

  /**
   * Rota's own archive is the agent that makes loops give way. As a folder of classes it is none;
   * then coroutines give way only when they wait. Netty's classes run in event loops, which have no
   * turns; to weave them would make the first requests wait for seconds.
   */
  private static List<String> sliced() {
    Path rota;
    try {
      rota = Path.of(Pool.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Files.isDirectory(rota)
        ? List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED")
        : List.of("-javaagent:" + rota + "=exclude=io.netty");
  }

  /** The user's classes come first; the rest is what this JVM was started with. */
  private String classPath() {
    return Stream.concat(
            plan.code().classPath().stream().map(Path::toString),
            Stream.of(System.getProperty("java.class.path")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private WorkerSettings settings(int slot) {
    return new WorkerSettings(
        plan.code().handler(),
        plan.model(),
        concurrency(),
        region,
        slot,
        plan.address() instanceof UnixDomainSocketAddress,
        staggered(plan.care().requests(), slot),
        plan.quantum(),
        plan.limits(),
        plan.timeouts(),
        plan.user(),
        plan.tls(),
        plan.health(),
        plan.statusPath(),
        plan.accessLog());
  }

  private int concurrency() {
    return switch (plan.model()) {
      case PREFORK, EVENT_PROCESSES -> 1;
      case HYBRID -> plan.numbers().threads();
      case THREADS, EVENT, COROUTINES -> workers;
    };
  }

  /** Workers that were started together are not to go together: up to an eighth sooner. */
  private static long staggered(long requests, int slot) {
    return requests - requests * (slot % 8) / 64;
  }
}
