package dev.rota;

/** The task exhausted its worker's memory; the worker was ended. */
public final class TaskOutOfMemoryException extends FailedRun implements TaskFailure {

  private static final long serialVersionUID = 1;

  /**
   * Describes the exhaustion.
   *
   * @param message which memory, in one line
   */
  public TaskOutOfMemoryException(String message) {
    super(message);
  }
}
