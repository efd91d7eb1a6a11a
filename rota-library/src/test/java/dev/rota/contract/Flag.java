package dev.rota.contract;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A flag that tasks and tests can raise and wait for across processes: a file. */
public record Flag(String file) implements Serializable {

  static Flag in(Path folder, String name) {
    return new Flag(folder.resolve(name).toString());
  }

  /** Raises the flag; how often it was raised is counted. */
  public void raise() {
    try {
      Files.writeString(Path.of(file), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isUp() {
    return Files.exists(Path.of(file));
  }

  /** For the test: waits until the flag is up. */
  void awaitUp() {
    await().until(this::isUp);
  }

  /** For a task: waits until the flag is up, interruptibly. */
  public void block() throws InterruptedException {
    while (!isUp()) {
      Thread.sleep(2);
    }
  }

  /** How often the flag was raised. */
  public long count() {
    try {
      return isUp() ? Files.size(Path.of(file)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
