package dev.rota.cli.map;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What the end-to-end tests run. */
public final class Functions {
  private Functions() {}

  public static String upper(String input) {
    System.out.println("noise on standard output");
    return input.toUpperCase(Locale.ROOT);
  }

  /** Waits for ever if told to. */
  public static String hangOn(String input) {
    while (input.equals("hang")) {
      LockSupport.park();
    }
    return input;
  }

  /** Says that it has started, then waits for ever. */
  public static String hangAt(Path started) throws Exception {
    Files.createFile(started);
    return hangOn("hang");
  }

  public static int fail(String input) {
    throw new IllegalArgumentException(input, new IllegalStateException("why"));
  }

  public static String exit(String input) {
    System.err.println("last words");
    System.exit(7);
    return input;
  }
}
