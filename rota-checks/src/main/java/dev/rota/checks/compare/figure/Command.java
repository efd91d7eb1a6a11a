package dev.rota.checks.compare.figure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs a command and takes its time, that of its children with it. */
final class Command {

  private Command() {}

  /** CPU time and wall time in seconds. */
  static double[] run(List<String> command) throws IOException, InterruptedException {
    List<String> timed = new ArrayList<>(List.of("bash", "-c"));
    timed.add("TIMEFORMAT='%U %S %R'; time \"$@\" >/dev/null");
    timed.add("bash");
    timed.addAll(command);
    Process process = new ProcessBuilder(timed).start();
    String printed = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("status " + process.exitValue() + ": " + printed);
    }
    String[] times = printed.strip().lines().toList().getLast().split(" ", -1);
    double user = Double.parseDouble(times[0]);
    return new double[] {user + Double.parseDouble(times[1]), Double.parseDouble(times[2])};
  }
}
