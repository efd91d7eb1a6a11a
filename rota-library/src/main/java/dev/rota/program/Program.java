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
 * @param cpuWeight what it gets of the processors beside the other programs, 1 to 10,000, if {@link
 *     Programs#confine} was said; 0 for the usual, which is 100
 * @param sockets the listening sockets that it inherits
 */
public record Program(
    List<byte[]> command,
    Output output,
    @Nullable Files files,
    boolean inputPipe,
    int cpuWeight,
    Sockets sockets) {

  /** The largest weight. */
  public static final int MOST_WEIGHT = 10_000;

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
   * Listening sockets, which {@link Programs#listen} made.
   *
   * @param numbers theirs
   * @param asInput whether the first, and only one, is standard input, as from inetd (in Java
   *     {@link System#inheritedChannel}); else they are the descriptors from 3 on, in this order,
   *     with {@code LISTEN_FDS} and {@code LISTEN_PID} in the environment, as from systemd
   */
  public record Sockets(List<Integer> numbers, boolean asInput) {

    /** No sockets. */
    public static final Sockets NONE = new Sockets(List.of(), false);

    /**
     * Checks that they can be handed on so.
     *
     * @throws IllegalArgumentException if not
     */
    public Sockets {
      numbers = List.copyOf(numbers);
      for (int number : numbers) {
        Programs.checkSocket(number);
      }
      if (asInput && numbers.size() != 1) {
        throw new IllegalArgumentException("standard input can be one socket, not " + numbers);
      }
      if (numbers.size() > Programs.MOST_SOCKETS) {
        throw new IllegalArgumentException("more than " + Programs.MOST_SOCKETS + " sockets");
      }
    }
  }

  /**
   * Checks that it can be said to the operating system.
   *
   * @throws IllegalArgumentException if the command is empty or has a NUL in it, or if the rest
   *     does not go together
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
    if (cpuWeight < 0 || cpuWeight > MOST_WEIGHT) {
      throw new IllegalArgumentException(
          "cpuWeight must be 1 to " + MOST_WEIGHT + ", or 0, not " + cpuWeight);
    }
    if (inputPipe && sockets.asInput()) {
      throw new IllegalArgumentException("standard input is a pipe or a socket, not both");
    }
  }

  /**
   * A program of the usual weight that inherits no sockets.
   *
   * @param command the program and its arguments
   * @param output where its standard output and error go
   * @param files for {@link Output#NAMED_FILES} the two files, else null
   * @param inputPipe whether its standard input is a pipe
   * @throws IllegalArgumentException as above
   */
  public Program(List<byte[]> command, Output output, @Nullable Files files, boolean inputPipe) {
    this(command, output, files, inputPipe, 0, Sockets.NONE);
  }

  /**
   * The same program with another weight.
   *
   * @param weight 1 to {@link #MOST_WEIGHT}
   * @return the program
   * @throws IllegalArgumentException if it is out of range
   */
  public Program withCpuWeight(int weight) {
    return new Program(command, output, files, inputPipe, weight, sockets);
  }

  /**
   * The same program with listening sockets.
   *
   * @param inherited which, and where
   * @return the program
   * @throws IllegalArgumentException if its standard input is something else already
   */
  public Program withSockets(Sockets inherited) {
    return new Program(command, output, files, inputPipe, cpuWeight, inherited);
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
