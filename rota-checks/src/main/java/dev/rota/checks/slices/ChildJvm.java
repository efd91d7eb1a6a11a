package dev.rota.checks.slices;

import dev.rota.checks.compare.figure.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process: a JVM with little heap, and perhaps some threads, that gives back each byte. */
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final InputStream in;
  private final OutputStream out;

  /** With so many platform threads that are parked. */
  private ChildJvm(int threads) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx8m",
                "-cp",
                System.getProperty("java.class.path"),
                ChildJvm.class.getName(),
                Integer.toString(threads))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    in = process.getInputStream();
    out = process.getOutputStream();
    bounce(); // it is there
  }

  static void main(String[] arguments) throws IOException {
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      Thread.ofPlatform().daemon().start(ChildJvm::sleep);
    }
    for (int word = System.in.read(); word >= 0; word = System.in.read()) {
      System.out.write(word);
      System.out.flush();
    }
  }

  private static void sleep() {
    while (true) {
      LockSupport.park();
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
    try (ChildJvm one = new ChildJvm(0)) {
      child = one.cpuNanos();
    }
    return ThreadCosts.cpuNanos() - begin + (double) child;
  }

  /** CPU time of both from one to the other, in ns. */
  static double handOff(int rounds) throws Exception {
    try (ChildJvm one = new ChildJvm(0)) {
      long begin = ThreadCosts.cpuNanos() + one.cpuNanos();
      for (int i = 0; i < rounds; i++) {
        one.bounce();
      }
      return (ThreadCosts.cpuNanos() + one.cpuNanos() - begin) / (2.0 * rounds);
    }
  }

  /** Memory of one that waits, of what is shared a part, in bytes. */
  static double memory(int threads) throws Exception {
    try (ChildJvm one = new ChildJvm(threads)) {
      return Processes.pss(one.process.pid());
    }
  }

  /** What a platform thread that is parked adds to that. */
  static double memoryOfThread(int threads) throws Exception {
    return (memory(threads) - memory(0)) / threads;
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
