package dev.rota;

import java.time.Duration;

/**
 * The task ran longer than it may. In a process its worker was killed; a thread was interrupted
 * and, if that did not end it, abandoned.
 */
public final class TaskTimedOutException extends RuntimeException implements TaskFailure {

  private static final long serialVersionUID = 1;

  private final Duration timeout;

  /**
   * Describes a time-out.
   *
   * @param timeout the limit that was passed
   */
  public TaskTimedOutException(Duration timeout) {
    super("timed out after " + timeout.toMillis() + " ms", null, false, false);
    this.timeout = timeout;
  }

  /**
   * The limit that was passed.
   *
   * @return wall-clock time from the start of the attempt
   */
  public Duration timeout() {
    return timeout;
  }
}
