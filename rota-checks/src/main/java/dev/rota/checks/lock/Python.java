package dev.rota.checks.lock;

import dev.rota.checks.lock.Rounds.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The peers of Python's multiprocessing: a script gets a count and says how many ns it took. */
final class Python {

  private Python() {}

  static boolean isThere() {
    try {
      return new ProcessBuilder("python3", "-V").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Row row(String name, int times, String script) {
    return new Row("Python " + name, times, count -> Long.parseLong(run(script, count)));
  }

  private static String run(String script, int times) throws IOException {
    Process python =
        new ProcessBuilder("python3", "-c", script, Integer.toString(times))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
