package dev.rota.http.link;

import java.time.Duration;

/**
 * How a worker finds out whether its handler is well.
 *
 * @param path what the handler is asked for; empty for never
 * @param interval how often, and how long an answer may take
 */
public record Health(String path, Duration interval) {

  /** So many bad answers in a row, and the worker wants to be replaced. */
  public static final int PATIENCE = 3;

  /** Whether it is asked. */
  public boolean isChecked() {
    return !path.isEmpty();
  }
}
