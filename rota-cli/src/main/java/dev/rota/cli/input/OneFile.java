package dev.rota.cli.input;

import java.util.Iterator;
import java.util.List;

/** A file named by itself. */
record OneFile(String text) implements Source {
  @Override
  public Iterator<String> open() {
    return List.of(text).iterator();
  }
}
