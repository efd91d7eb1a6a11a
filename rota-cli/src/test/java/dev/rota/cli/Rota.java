package dev.rota.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The command as a process of its own, as users run it, with its temporary files in a folder of the
 * test's.
 */
public final class Rota implements AutoCloseable {
  private static final int LONGEST_SECONDS = 60;

  /** How a run ended. */
  public record End(int status, String out, String err) {}

  private final Process process;
  private final Path errors;
  private final BufferedReader out;

  private Rota(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts it with a subcommand and the rest. */
  public static Rota start(Path temporary, String... arguments) {
    return start(ProcessBuilder.Redirect.PIPE, command(temporary, arguments));
  }

  /** What starts it as a process, with a subcommand and the rest. */
  public static List<String> command(Path temporary, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rota.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Rota start(ProcessBuilder.Redirect out, List<String> command) {
    try {
      var errors = Files.createTempFile("rota-test-", ".err");
      errors.toFile().deleteOnExit();
      var process =
          new ProcessBuilder(command).redirectOutput(out).redirectError(errors.toFile()).start();
      return new Rota(process, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From start to end, with these lines on standard input. */
  public static End run(Path temporary, String input, String... arguments) {
    try (var rota = start(temporary, arguments)) {
      rota.type(input);
      rota.endInput();
      return rota.end();
    }
  }

  /** The same, where no file may have more than so many KiB. */
  public static End runWithin(int kib, Path temporary, String input, String... arguments) {
    var command = new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kib + "; exec \"$@\"", "-"));
    command.addAll(command(temporary, arguments));
    try (var rota = start(ProcessBuilder.Redirect.PIPE, command)) {
      rota.type(input);
      rota.endInput();
      return rota.end();
    }
  }

  public void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String readLine() {
    try {
      return out.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void closeOutput() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<ProcessHandle> workers() {
    return process.descendants().toList();
  }

  public void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The names of its threads. */
  public List<String> threads() {
    try (var threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return threads.map(Rota::name).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip();
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public int status() {
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + LONGEST_SECONDS + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public End end() {
    // A read cannot be interrupted, so one that never ends would hold up all tests.
    CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    try {
      var text = new StringBuilder();
      out.lines().forEach(line -> text.append(line).append('\n'));
      int status = status();
      return new End(status, text.toString(), errors());
    } finally {
      close();
    }
  }

  public String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
