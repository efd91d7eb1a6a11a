package dev.rota;

import org.jspecify.annotations.Nullable;

/**
 * The task threw in another process. The exception's own class need not exist here: this carries
 * its name and message, the stack trace of the worker as its own, and the chain of causes, each
 * again as a {@code RemoteTaskException}.
 */
public final class RemoteTaskException extends TaskThrewException {

  private static final long serialVersionUID = 1;

  private final String thrownClassName;
  private final @Nullable String thrownMessage;

  /**
   * Describes an exception of another process.
   *
   * @param thrownClassName binary name of its class
   * @param thrownMessage its message, null if it had none
   * @param stackTrace where it was thrown, in the worker
   * @param cause what caused it, null if nothing did
   */
  public RemoteTaskException(
      String thrownClassName,
      @Nullable String thrownMessage,
      StackTraceElement[] stackTrace,
      @Nullable RemoteTaskException cause) {
    super(thrownMessage == null ? thrownClassName : thrownClassName + ": " + thrownMessage, cause);
    this.thrownClassName = thrownClassName;
    this.thrownMessage = thrownMessage;
    setStackTrace(stackTrace);
  }

  @Override
  public String thrownClassName() {
    return thrownClassName;
  }

  /**
   * The message of what the task threw.
   *
   * @return its message, null if it had none
   */
  public @Nullable String thrownMessage() {
    return thrownMessage;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // the stack that counts is the worker's
  }
}
