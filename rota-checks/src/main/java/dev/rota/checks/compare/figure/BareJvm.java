package dev.rota.checks.compare.figure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A JVM that only says on its standard output that it is there, and ends with its input. */
final class BareJvm {

  private BareJvm() {}

  static void main() throws IOException {
    System.out.write('!');
    System.out.flush();
    int _ = System.in.read();
  }

  /** Milliseconds from its start to its word. */
  static double start(String classPath, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(Java.COMMAND));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, BareJvm.class.getName()));
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).start();
    int answer = process.getInputStream().read();
    long nanos = System.nanoTime() - start;
    if (answer != '!') {
      throw new IOException("the bare JVM does not start");
    }
    process.getOutputStream().close();
    process.onExit().join();
    return nanos / 1e6;
  }
}
