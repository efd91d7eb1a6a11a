package dev.rota;

/**
 * The worker went away through no fault of the task: a neighbour brought it down, or it broke the
 * protocol. Not counted as an attempt.
 */
public final class WorkerLostException extends FailedRun implements TaskFailure {

  private static final long serialVersionUID = 1;

  /**
   * Describes the loss.
   *
   * @param message what became of the worker, in one line
   */
  public WorkerLostException(String message) {
    super(message);
  }
}
