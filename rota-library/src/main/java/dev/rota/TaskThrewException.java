package dev.rota;

import org.jspecify.annotations.Nullable;

/**
 * The task itself threw. On a shared heap only an {@link Outcome.Failure} holds this type, with the
 * task's own exception as its cause; {@link TaskFuture#get()} gives that exception directly.
 */
public sealed class TaskThrewException extends FailedRun implements TaskFailure
    permits RemoteTaskException {

  private static final long serialVersionUID = 1;

  /**
   * Wraps what the task threw.
   *
   * @param thrown the task's own exception
   */
  public TaskThrewException(Throwable thrown) {
    this(thrown, Execution.NONE);
  }

  TaskThrewException(Throwable thrown, Execution how) {
    super(thrown.toString(), thrown, /* writableStackTrace= */ false);
    ran(how);
  }

  TaskThrewException(String message, @Nullable Throwable cause) {
    super(message, cause, /* writableStackTrace= */ true);
  }

  /**
   * The class of what the task threw.
   *
   * @return its binary name
   */
  public String thrownClassName() {
    Throwable thrown = getCause();
    return thrown == null ? "" : thrown.getClass().getName();
  }
}
