package dev.rota;

import java.util.concurrent.RejectedExecutionException;

/** The pool did not take the task: it is full, shut down, or its circuit is open. */
public final class TaskRejectedException extends RejectedExecutionException implements TaskFailure {

  private static final long serialVersionUID = 1;

  /** Why a pool takes no task. */
  public enum Reason {
    /** The queue is at its bound. */
    QUEUE_FULL,
    /** The pool was shut down. */
    SHUT_DOWN,
    /** Workers die as soon as they start; the pool waits before it tries again. */
    CIRCUIT_OPEN,
    /** The submitter was interrupted while it waited for room; its interrupt flag is set. */
    INTERRUPTED,
    /** As many tasks as may wait for tasks of their own do so already. */
    TOO_MANY_WAIT
  }

  private final Reason reason;

  /**
   * Describes a refusal.
   *
   * @param reason why
   * @param message the same for a person, in one line
   */
  public TaskRejectedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Why the task was refused.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
