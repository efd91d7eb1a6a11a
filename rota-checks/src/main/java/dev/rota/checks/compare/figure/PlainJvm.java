package dev.rota.checks.compare.figure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** A JVM with default flags that does {@link Compute} on a thread, by name. */
final class PlainJvm implements AutoCloseable {

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  PlainJvm() throws IOException {
    String classPath = System.getProperty("java.class.path");
    process =
        new ProcessBuilder(Java.COMMAND, "-cp", classPath, PlainJvm.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  static void main() throws Exception {
    Thread.ofPlatform().start(PlainJvm::serve).join();
  }

  private static void serve() {
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines()
        .forEach(name -> IO.println(Compute.valueOf(name).call()));
  }

  long run(Compute work) throws IOException {
    in.write(work + "\n");
    in.flush();
    return Long.parseLong(out.readLine());
  }

  @Override
  public void close() throws IOException {
    in.close();
    process.onExit().join();
  }
}
