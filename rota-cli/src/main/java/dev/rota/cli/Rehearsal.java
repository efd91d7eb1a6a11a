package dev.rota.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The training run of the start cache: does what users do first, so that the cache holds the
 * classes for it: the parser, a program, a small simulation, and a function over one input.
 */
final class Rehearsal {
  private Rehearsal() {}

  static void main(String[] args) throws IOException {
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
    System.exit(0);
  }

  private static void rehearse(String source) {
    var lines =
        new ArrayList<>(
            List.of(List.of("--version"), List.of("--help"), List.of("--no-such-option")));
    Subcommands.NAMES.forEach(name -> lines.add(List.of(name, "--help")));
    lines.add(List.of("sim", "word-qq-music"));
    lines.add(List.of("exec", "--", "true", ":::", "1"));
    lines.add(List.of("map", source, "jrt:/java.base/java/lang/Object.class"));
    for (var line : lines) {
      Main.run(Main.writer(System.out), Main.writer(System.err), line.toArray(String[]::new));
    }
  }
}
