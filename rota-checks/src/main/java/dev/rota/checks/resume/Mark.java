package dev.rota.checks.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What {@code rota map} runs: leaves a mark, and fails for every seventh input. */
public final class Mark {
  private Mark() {}

  /** Returns the input as a number, and appends it to the file of marks. */
  public static int apply(String input) throws IOException {
    Path marks = Path.of(System.getenv(Kind.MARKS));
    Files.writeString(marks, input + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    int number = Integer.parseInt(input);
    if (number % 7 == 0) {
      throw new IllegalArgumentException(input);
    }
    return number;
  }
}
