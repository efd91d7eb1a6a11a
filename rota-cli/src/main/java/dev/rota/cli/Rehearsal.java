package dev.rota.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The training run of a start cache: does what users do first, so that the cache holds the classes
 * for it. The JVM loads all that a cache holds, needed or not, so there are two: for programs,
 * which need few, and for all else, the parser, a small simulation, and a function over one input.
 */
final class Rehearsal {
  private Rehearsal() {}

  /** The argument is {@code exec}, or something else for the other cache. */
  static void main(String[] args) throws IOException {
    if (args[0].equals("exec")) {
      run(List.of("exec", "--help"));
      run(List.of("exec", "--", "true", ":::", "1"));
    } else {
      rehearseRest();
    }
    System.exit(0);
  }

  private static void rehearseRest() throws IOException {
    var source = Files.createTempDirectory("rota-rehearsal-").resolve("Size.java");
    Files.writeString(
        source,
        """
        class Size {
            record Answer(String name, int size) {}

            public static Answer apply(byte[] content) {
                return new Answer("size", content.length);
            }
        }
        """);
    try {
      rehearse(source.toString());
    } finally {
      Files.delete(source);
      Files.delete(source.getParent());
    }
  }

  private static void rehearse(String source) {
    var lines =
        new ArrayList<>(
            List.of(List.of("--version"), List.of("--help"), List.of("--no-such-option")));
    Subcommands.NAMES.stream()
        .filter(name -> !name.equals("exec"))
        .forEach(name -> lines.add(List.of(name, "--help")));
    lines.add(List.of("sim", "word-qq-music"));
    lines.add(List.of("map", source, "jrt:/java.base/java/lang/Object.class"));
    lines.forEach(Rehearsal::run);
  }

  private static void run(List<String> line) {
    Main.run(Main.writer(System.out), Main.writer(System.err), line.toArray(String[]::new));
  }
}
