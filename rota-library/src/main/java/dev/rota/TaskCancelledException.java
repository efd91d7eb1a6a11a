package dev.rota;

import java.util.concurrent.CancellationException;

/** The task was cancelled, or its pool was shut down at once. */
public final class TaskCancelledException extends CancellationException implements TaskFailure {

  private static final long serialVersionUID = 1;

  /**
   * Describes a cancellation.
   *
   * @param message who cancelled, in one line
   */
  public TaskCancelledException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
