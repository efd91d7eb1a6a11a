package dev.rota.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tasks that wait for a worker, in some order. Guarded by the pool's lock. */
interface TaskQueue {

  boolean isEmpty();

  /** The next, which stays; null if there is none. */
  @Nullable ProcessTask<?> first();

  void addLast(ProcessTask<?> task);

  /** Puts a task back that was taken. */
  void addFirst(ProcessTask<?> task);

  /** Takes out the first, to be run. */
  void take(ProcessTask<?> task);

  /** Takes out a task that is in the queue and is never to run. */
  void remove(ProcessTask<?> task);

  /** All that are queued, in an order that it could go by. */
  List<ProcessTask<?>> toList();

  /** A task that was taken out to be run, or an attempt of it, has taken so long. */
  void ran(ProcessTask<?> task, long nanos);

  /** Why tasks do not go by the policy any more; empty as long as they do, and without one. */
  String policyFailure();
}
