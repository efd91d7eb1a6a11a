package dev.rota.cli.map;

import java.util.Locale;

/** What the workers are. */
enum On {
  PROCESS,
  THREAD,
  SLICED;

  /** Whether the function runs in this JVM, which loads the user's classes then. */
  boolean here() {
    return this != PROCESS;
  }

  /** As it is given. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
