package dev.rota.share;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another process that does what it is told, one line at a time, and answers each with a line:
 * {@link ChildMain}.
 */
final class Child implements AutoCloseable {

  private final Process process;
  private final PrintStream in;
  private final BufferedReader out;

  /** Starts one; what is at the fault points is said by {@code options}. */
  Child(String region, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.rota.share.ChildMain", region));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
    expect("ready");
  }

  /** Says what to do, and does not wait for it. */
  void tell(String what) {
    in.println(what);
  }

  /** The next line that it says; null if it has ended. */
  String hear() throws IOException {
    return out.readLine();
  }

  void expect(String line) throws IOException {
    String said = hear();
    if (!line.equals(said)) {
      throw new AssertionError("expected " + line + ", heard " + said);
    }
  }

  /** Has it do something, and gives its answer. */
  String ask(String what) throws IOException {
    tell(what);
    return hear();
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    killSoon();
    awaitEnd();
  }

  void killSoon() {
    process.destroyForcibly();
  }

  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the child does not end");
    }
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** Stops it. The signal goes to one of its threads, and the others run until that has had it. */
  void stop() throws IOException, InterruptedException {
    signal("STOP");
    while (!isStopped()) {
      Thread.sleep(1);
    }
  }

  private boolean isStopped() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    killSoon();
  }
}
