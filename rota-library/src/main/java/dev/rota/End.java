package dev.rota;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * How a future ended, and what each way to ask for it shows of that.
 *
 * @param value what the task returned
 * @param failure why it did not, null if it did
 */
record End<T>(@Nullable T value, @Nullable Throwable failure) {

  Future.State state() {
    if (failure == null) {
      return Future.State.SUCCESS;
    }
    return failure instanceof CancellationException ? Future.State.CANCELLED : Future.State.FAILED;
  }

  /** As {@code get} shows it. */
  T got() throws ExecutionException {
    if (failure == null) {
      return valueAsAllowed();
    }
    if (failure instanceof CancellationException cancelled) {
      throw caughtHere(cancelled);
    }
    throw new ExecutionException(unwrapped(failure));
  }

  /** As {@code join} shows it. */
  T joined() {
    if (failure == null) {
      return valueAsAllowed();
    }
    if (failure instanceof CancellationException cancelled) {
      throw caughtHere(cancelled);
    }
    throw failure instanceof CompletionException wrapped
        ? wrapped
        : new CompletionException(failure);
  }

  /** As {@code resultNow} shows it. */
  T resultNow() {
    if (failure != null) {
      throw new IllegalStateException("the task did not return", failure);
    }
    return valueAsAllowed();
  }

  /** As {@code exceptionNow} shows it. */
  Throwable exceptionNow() {
    if (failure == null) {
      throw new IllegalStateException("the task returned");
    }
    if (failure instanceof CancellationException) {
      throw new IllegalStateException("the task was cancelled");
    }
    return unwrapped(failure);
  }

  @SuppressWarnings("NullAway") // null is a value if T allows it
  private T valueAsAllowed() {
    return value;
  }

  /** A CompletionException only carries another exception, as in CompletableFuture. */
  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** The same cancellation with the stack of the thread that learns of it. */
  private static CancellationException caughtHere(CancellationException cancelled) {
    TaskCancelledException here =
        new TaskCancelledException(String.valueOf(cancelled.getMessage()));
    here.initCause(cancelled);
    return here;
  }
}
