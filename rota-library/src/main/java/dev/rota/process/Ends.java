package dev.rota.process;

import dev.rota.TaskFailure;
import org.jspecify.annotations.Nullable;

/** How tasks end: told by the parts that see it, done by the pool. */
interface Ends {

  /** Without the lock: the task returned. */
  void returned(ProcessTask<?> task, @Nullable Object value);

  /** Without the lock: the task failed for good. */
  void failed(ProcessTask<?> task, Throwable failure);

  /**
   * Under the lock: an attempt came to nothing because of its worker. The task is tried again if
   * its options allow it, else it fails.
   */
  void attemptFailed(ProcessTask<?> task, TaskFailure failure);

  /** Under the lock: nothing will ever run a task that was queued. */
  void refuse(ProcessTask<?> task, String why);

  /** Under the lock: something ended; if it was the last thing, a shutdown goes on. */
  void lookIfDrained();
}
