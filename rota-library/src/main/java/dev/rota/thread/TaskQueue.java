package dev.rota.thread;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tasks of a pool that wait for a worker. Guarded by the pool's lock. */
interface TaskQueue {

  void add(ThreadTask<?> task);

  /** Lets a task go before all others if it is in the queue: one that runs waits for it. */
  void hurry(ThreadTask<?> task);

  /** Takes out the next; null if there is none. */
  @Nullable ThreadTask<?> poll();

  /** Takes out a task that is never to run; false if it was not in the queue. */
  boolean remove(ThreadTask<?> task);

  boolean isEmpty();

  List<ThreadTask<?>> removeAll();

  /** A task that was polled has left its worker, or never got one. */
  void ran(ThreadTask<?> task);

  /** Why tasks do not go by the policy any more; empty as long as they do, and without one. */
  String policyFailure();
}
