package dev.rota.checks.compare.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A peer in another language, in a process of its own that takes the times itself: a line with
 * words goes in, such as the way, its work, a count and the size of the values, and a line with
 * nanoseconds comes out.
 */
public final class Script implements AutoCloseable {

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  Script(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Has it do something, and returns the nanoseconds it took. */
  public long[] ask(Object... words) throws IOException {
    in.write(Stream.of(words).map(String::valueOf).collect(Collectors.joining(" ", "", "\n")));
    in.flush();
    String answer = out.readLine();
    if (answer == null) {
      throw new IOException(process.info().command().orElse("the script") + " has ended");
    }
    return Stream.of(answer.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  /** The script ends with its input. */
  @Override
  public void close() throws IOException {
    in.close();
    process.onExit().join();
  }
}
