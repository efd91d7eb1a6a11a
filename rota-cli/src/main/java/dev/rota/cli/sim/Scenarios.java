package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scenarios that are built in, each a file, and those of users. */
final class Scenarios {
  static final List<String> NAMES =
      List.of(
          "word-qq-music",
          "qq-threads",
          "homework",
          "inversion",
          "thrash",
          "cpu-bound",
          "io-bound");

  private Scenarios() {}

  /** What a scenario or file says; nothing if none is named. */
  static Draft draft(@Nullable String named) {
    if (named == null) {
      return new Draft();
    }
    try {
      if (!isFile(named)) {
        return ScenarioReader.read(named, new ByteArrayInputStream(file(named)));
      }
      try (var content = Files.newInputStream(Path.of(named))) {
        return ScenarioReader.read(named, content);
      }
    } catch (NoSuchFileException e) {
      throw new UserError("no such file: " + named);
    } catch (IOException | InvalidPathException e) {
      throw new UserError("cannot read " + named + ": " + e.getMessage());
    }
  }

  private static boolean isFile(String named) {
    return named.endsWith(".json") || named.contains("/");
  }

  /** The file of one that is built in. */
  static byte[] file(@Nullable String name) {
    if (name == null || !NAMES.contains(name)) {
      throw new UserError(
          (name == null
                  ? "--scenario-file needs a scenario"
                  : "there is no scenario " + Values.quoted(name))
              + "; allowed are "
              + String.join(", ", NAMES)
              + ", or a FILE.json to run");
    }
    try (var content = Scenarios.class.getResourceAsStream(name + ".json")) {
      if (content == null) {
        throw new IllegalStateException(name);
      }
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
