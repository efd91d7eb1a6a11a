package dev.rota;

/**
 * Why a task did not return a value. Each kind is a type of its own; every implementation is a
 * {@link Throwable} and is found as the cause of the {@link
 * java.util.concurrent.ExecutionException} that {@link TaskFuture#get()} throws, except that a
 * cancelled task's {@code get()} throws a {@link java.util.concurrent.CancellationException} and a
 * refused one's {@code submit} throws.
 */
public sealed interface TaskFailure
    permits TaskThrewException,
        WorkerCrashedException,
        TaskTimedOutException,
        TaskOutOfMemoryException,
        WorkerLostException,
        TaskCancelledException,
        NotShippableException,
        TaskRejectedException {

  /**
   * What happened, in one line for a person.
   *
   * @return the message
   */
  String getMessage();

  /**
   * How the task was run that failed: the last attempt, and in its history those before.
   *
   * @return what is known of it; {@link Execution#NONE} for a task that was refused or cancelled,
   *     whose future knows more
   */
  default Execution execution() {
    return Execution.NONE;
  }

  /**
   * This failure as the exception that it is.
   *
   * @return this
   */
  default RuntimeException asException() {
    return (RuntimeException) this;
  }
}
