package dev.rota.checks.compare.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts the scripts of the peers in other languages, if what they need is there. */
public final class Scripts {

  /** The folder of this module; bin/compare sets it. */
  private static final Path CHECKS = Path.of(System.getProperty("rota.checks", "."));

  private Scripts() {}

  /** A pool in Python. */
  static Script python(String kind, String startMethod, int workers)
      throws IOException, MissingPeerException {
    require("python3");
    return new Script(command("python3", "python/peer.py", kind, workers, startMethod));
  }

  /** Starts one process in Python whenever it is asked. */
  public static Script pythonStart(String startMethod) throws IOException, MissingPeerException {
    require("python3");
    return new Script(List.of("python3", source("python/start.py"), startMethod));
  }

  /** Starts one process in Node.js whenever it is asked. */
  public static Script nodeStart() throws IOException, MissingPeerException {
    return node("start", 1);
  }

  /** A program in Go, which is compiled first. */
  public static Script go(String name)
      throws IOException, InterruptedException, MissingPeerException {
    if (firstLine("go", "version").isEmpty()) {
      throw new MissingPeerException("go is missing, Debian's package golang-go");
    }
    Path program = CHECKS.resolve("target/peers/" + name);
    Files.createDirectories(program.getParent());
    int status =
        new ProcessBuilder("go", "build", "-o", program.toString(), source("go/" + name + ".go"))
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new MissingPeerException("go build gave status " + status);
    }
    return new Script(List.of(program.toString()));
  }

  /** A pool in Node.js. */
  static Script node(String kind, int workers) throws IOException, MissingPeerException {
    require("node");
    Path modules = CHECKS.resolve("target/peers/node_modules");
    if (kind.equals("piscina") && !Files.exists(modules.resolve("piscina"))) {
      throw new MissingPeerException("npm could not install it");
    }
    return new Script(command("node", "node/peer.mjs", kind, workers, modules + "/"));
  }

  private static List<String> command(
      String interpreter, String script, String kind, int workers, String extra) {
    return List.of(
        interpreter,
        source(script),
        kind,
        Integer.toString(workers),
        Integer.toString(Work.WINDOW_SIZE),
        extra);
  }

  private static String source(String script) {
    return CHECKS.resolve("src/main").resolve(script).toString();
  }

  private static void require(String interpreter) throws MissingPeerException {
    if (version(interpreter).isEmpty()) {
      throw new MissingPeerException(interpreter + " is not installed");
    }
  }

  /** What it says of its version; empty if it cannot be started. */
  public static String version(String interpreter) {
    return firstLine(interpreter, "--version");
  }

  private static String firstLine(String... command) {
    try {
      Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (BufferedReader answer = asked.inputReader()) {
        String line = answer.readLine();
        return line == null ? "" : line;
      }
    } catch (IOException e) {
      return "";
    }
  }
}
