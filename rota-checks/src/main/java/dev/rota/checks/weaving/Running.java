package dev.rota.checks.weaving;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running {@link Side}, as the process that started it sees it. */
final class Running implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  Running(String program, String classPath) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                java, "-XX:+UseSerialGC", "-cp", classPath, Side.class.getName(), program)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    out = process.inputReader();
    in = process.outputWriter();
  }

  /** Waits until the side is warm; what its program gives. */
  long result() throws IOException {
    return Long.parseLong(answer());
  }

  /** The CPU time of a call, in ns. */
  double sample() throws IOException {
    in.write('\n');
    in.flush();
    return Double.parseDouble(answer());
  }

  /** Ends the side; the 50th and 99th percentile of the time until a poll, in ns. */
  double[] delays() throws IOException {
    in.close();
    return Stream.of(answer().split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private String answer() throws IOException {
    @Nullable String line = out.readLine();
    if (line == null) {
      throw new IOException("one side failed");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
