package dev.rota.cli.progress;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The terminal behind standard output or standard error, if there is one. */
public final class Terminal {
  /** The width of what is no terminal. */
  public static final int USUAL_WIDTH = 80;

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /** Whether standard error is one. */
  static boolean isThere() {
    return isBehind(STANDARD_ERROR);
  }

  /** How many columns standard output has. */
  public static int outputWidth() {
    return isBehind(STANDARD_OUTPUT) ? width() : USUAL_WIDTH;
  }

  /** Java itself only knows whether input and output both are one. */
  private static boolean isBehind(Path stream) {
    try {
      var target = Files.readSymbolicLink(stream).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
  }

  /** In columns, as {@code stty} knows it. */
  static int width() {
    try {
      var stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      var columns = Integer.parseInt(size.replaceFirst(".* ", ""));
      return columns > 0 ? columns : USUAL_WIDTH;
    } catch (IOException | NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }
}
