package dev.rota.checks.slices;

import dev.rota.checks.compare.figure.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** A process: a JVM with the least heap that gives back each byte that comes. */
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final InputStream in;
  private final OutputStream out;

  private ChildJvm() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx8m",
                "-cp",
                System.getProperty("java.class.path"),
                ChildJvm.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    in = process.getInputStream();
    out = process.getOutputStream();
    bounce(); // it is there
  }

  static void main() throws IOException {
    for (int word = System.in.read(); word >= 0; word = System.in.read()) {
      System.out.write(word);
      System.out.flush();
    }
  }

  private void bounce() throws IOException {
    out.write(1);
    out.flush();
    if (in.read() != 1) {
      throw new IOException("the child JVM has ended");
    }
  }

  /** CPU time to create it, run it and see it end, in ns. */
  static double creation() throws Exception {
    long begin = ThreadCosts.cpuNanos();
    long child;
    try (ChildJvm one = new ChildJvm()) {
      child = one.cpuNanos();
    }
    return ThreadCosts.cpuNanos() - begin + (double) child;
  }

  /** CPU time of both from one to the other, in ns. */
  static double handOff(int rounds) throws Exception {
    try (ChildJvm one = new ChildJvm()) {
      long begin = ThreadCosts.cpuNanos() + one.cpuNanos();
      for (int i = 0; i < rounds; i++) {
        one.bounce();
      }
      return (ThreadCosts.cpuNanos() + one.cpuNanos() - begin) / (2.0 * rounds);
    }
  }

  /** Memory of one that waits, of what is shared a part, in bytes. */
  static double memory() throws Exception {
    try (ChildJvm one = new ChildJvm()) {
      return Processes.pss(one.process.pid());
    }
  }

  private long cpuNanos() {
    return Processes.cpuNanos(process.pid());
  }

  /** It ends with its input. */
  @Override
  public void close() throws IOException {
    out.close();
    process.onExit().join();
  }
}
