package dev.rota.checks.compare.figure;

import java.nio.file.Path;

/** The Java that this one is. */
final class Java {

  static final String COMMAND = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Java() {}

  /** Where a class was loaded from. */
  static Path home(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
