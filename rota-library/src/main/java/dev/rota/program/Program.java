package dev.rota.program;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run. Its standard input is empty unless it is asked for as a pipe.
 *
 * @param command the program and its arguments, as they are: bytes, as the operating system knows
 *     no text; not to be changed afterwards. A program without a slash in its name is looked for in
 *     the folders of {@code PATH}
 * @param output where its standard output and error go
 * @param files for {@link Output#NAMED_FILES} the two files, else null
 * @param inputPipe whether its standard input is a pipe that {@link ProgramEvent.Started} names
 */
public record Program(
    List<byte[]> command, Output output, @Nullable Files files, boolean inputPipe) {

  /** Where standard output and error go. */
  public enum Output {
    /** Two files without a name, which exist as long as somebody has them open. */
    FILES,
    /** Two files with names, written anew. */
    NAMED_FILES,
    /** Two pipes, which {@link ProgramEvent.Started} names. */
    PIPES
  }

  /**
   * Where to write to.
   *
   * @param out standard output
   * @param err standard error
   */
  public record Files(Path out, Path err) {}

  /**
   * Checks that it can be said to the operating system.
   *
   * @throws IllegalArgumentException if the command is empty or has a NUL in it
   */
  public Program {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least the name of a program");
    }
    for (byte[] word : command) {
      for (byte b : word) {
        if (b == 0) {
          throw new IllegalArgumentException(
              "an argument cannot have a NUL in it: " + new String(word, StandardCharsets.UTF_8));
        }
      }
    }
    if ((files == null) == (output == Output.NAMED_FILES)) {
      throw new IllegalArgumentException("files go with NAMED_FILES, and only with it");
    }
  }

  /**
   * A program with output to files without names.
   *
   * @param command in UTF-8
   * @return the program
   * @throws IllegalArgumentException if the command is empty or has a NUL in it
   */
  public static Program of(String... command) {
    List<byte[]> words = new ArrayList<>();
    for (String word : command) {
      words.add(word.getBytes(StandardCharsets.UTF_8));
    }
    return new Program(words, Output.FILES, null, false);
  }
}
