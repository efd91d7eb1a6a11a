package dev.rota.cli.output;

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

/** The kinds of failure in the words of the output. */
public enum FailureKind {
  CRASHED,
  TIMED_OUT,
  OUT_OF_MEMORY,
  THREW,
  WORKER_LOST,
  NOT_SHIPPABLE,
  REJECTED,
  CANCELLED;

  public static FailureKind of(TaskFailure failure) {
    return switch (failure) {
      case WorkerCrashedException _ -> CRASHED;
      case TaskTimedOutException _ -> TIMED_OUT;
      case TaskOutOfMemoryException _ -> OUT_OF_MEMORY;
      case TaskThrewException _ -> THREW;
      case WorkerLostException _ -> WORKER_LOST;
      case NotShippableException _ -> NOT_SHIPPABLE;
      case TaskRejectedException _ -> REJECTED;
      case TaskCancelledException _ -> CANCELLED;
    };
  }

  /** As it is printed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
