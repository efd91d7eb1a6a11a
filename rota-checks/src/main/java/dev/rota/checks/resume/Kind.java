package dev.rota.checks.resume;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The runs that are killed. Each leaves a mark for each time that an input is run. */
enum Kind {
  /** {@code rota exec}, its output appended to a file. */
  EXEC(false),
  /** {@code rota map} with a file of its own, which must be that of an uninterrupted run. */
  MAP_OUT(true),
  /** {@code rota map} in order of finish, its output appended to a file. */
  MAP(false);

  /** The variable that names the file of marks. */
  static final String MARKS = "ROTA_MARKS";

  private final boolean exact;

  Kind(boolean exact) {
    this.exact = exact;
  }

  /** Whether its output has to be the same to the byte; else the same lines have to be there. */
  boolean isExact() {
    return exact;
  }

  /** What follows the command's name; the inputs are the lines of standard input. */
  List<String> arguments(Path log, Path out) {
    List<String> words = new ArrayList<>();
    words.add(this == EXEC ? "exec" : "map");
    words.addAll(List.of("--joblog", log.toString(), "--resume", "--workers", "2"));
    switch (this) {
      case EXEC -> {
        String shell = "echo $1 >> $" + MARKS + "; echo value $1; [ $(($1 % 7)) != 0 ]";
        words.addAll(List.of("--", "sh", "-c", shell, "-"));
      }
      case MAP_OUT -> words.addAll(map("--out", out.toString()));
      case MAP -> words.addAll(map("--order", "finish"));
    }
    return words;
  }

  private static List<String> map(String... more) {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(List.of("--quiet", "--class-path", ownClasses().toString()));
    words.addAll(List.of(Mark.class.getName() + "::apply", "-"));
    return words;
  }

  private static Path ownClasses() {
    try {
      return Path.of(Mark.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
