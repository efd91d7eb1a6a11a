package dev.rota.observe;

import dev.rota.NotShippableException;
import dev.rota.TaskCancelledException;
import dev.rota.TaskFailure;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.TaskRejectedException;
import dev.rota.TaskThrewException;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import dev.rota.WorkerLostException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** How a task, or one attempt at it, ended. */
public enum TaskEnd {
  /** It returned. */
  SUCCEEDED,
  /** It was cancelled, or its future was completed by somebody else. */
  CANCELLED,
  /** It threw. */
  THREW,
  /** Its worker died. */
  CRASHED,
  /** It ran longer than it may. */
  TIMED_OUT,
  /** It exhausted its worker's memory. */
  OUT_OF_MEMORY,
  /** Its worker was lost through no fault of its own. */
  WORKER_LOST,
  /** Its result could not travel. */
  NOT_SHIPPABLE,
  /** It was admitted, and the pool then had no worker for it. */
  REJECTED;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /**
   * How a task ended whose future ended so.
   *
   * @param failure what the future ended with, null for a value
   * @return the end
   */
  public static TaskEnd of(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> SUCCEEDED;
      case TaskFailure typed -> of(typed);
      case CancellationException _ -> CANCELLED;
      default -> THREW;
    };
  }

  private static TaskEnd of(TaskFailure failure) {
    return switch (failure) {
      case TaskThrewException _ -> THREW;
      case WorkerCrashedException _ -> CRASHED;
      case TaskTimedOutException _ -> TIMED_OUT;
      case TaskOutOfMemoryException _ -> OUT_OF_MEMORY;
      case WorkerLostException _ -> WORKER_LOST;
      case TaskCancelledException _ -> CANCELLED;
      case NotShippableException _ -> NOT_SHIPPABLE;
      case TaskRejectedException _ -> REJECTED;
    };
  }

  /** The end as a word: {@code timed-out}. */
  @Override
  public String toString() {
    return word;
  }
}
