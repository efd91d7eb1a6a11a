package dev.rota;

import org.jspecify.annotations.Nullable;

/** What the failures of tasks that ran have in common: they know how. */
abstract class FailedRun extends RuntimeException {

  private static final long serialVersionUID = 1;

  private Execution execution = Execution.NONE; // set before anybody but its maker sees this

  FailedRun(String message) {
    this(message, null, /* writableStackTrace= */ false);
  }

  FailedRun(String message, @Nullable Throwable cause, boolean writableStackTrace) {
    super(message, cause, /* enableSuppression= */ false, writableStackTrace);
  }

  void ran(Execution how) {
    execution = how;
  }

  /**
   * How the task was run that failed.
   *
   * @return worker, attempts, times and memory
   */
  public Execution execution() {
    return execution;
  }

  /**
   * Class and message, and how the task was run.
   *
   * @return one line for a person
   */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message says what happened and no more
  public String toString() {
    return super.toString() + execution.inBrackets();
  }
}
