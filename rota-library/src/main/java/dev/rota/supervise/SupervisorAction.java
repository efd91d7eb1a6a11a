package dev.rota.supervise;

/** What a {@link Supervisor} wants done. */
public sealed interface SupervisorAction {

  /** Start a worker. */
  record Spawn(int worker) implements SupervisorAction {}

  /** Tell a worker to exit once it has done what it was given, and see to it that it does. */
  record Stop(int worker) implements SupervisorAction {}

  /** Kill a worker. */
  record Kill(int worker) implements SupervisorAction {}

  /** Send {@link SupervisorEvent.Woken} at a moment in ns. */
  record WakeAt(long nanoTime) implements SupervisorAction {}

  /** Nothing will work off the queue: refuse what is in it. */
  record RefuseQueued() implements SupervisorAction {}

  /** All workers are gone for good. */
  record Finish() implements SupervisorAction {}
}
