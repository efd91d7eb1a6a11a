package dev.rota.supervise;

/** What a {@link Supervisor} is told. */
public sealed interface SupervisorEvent {

  /** It was said how many workers there are to be: for the first time, or anew. */
  record StrengthSet() implements SupervisorEvent {}

  /** A worker said that it is ready. */
  record Ready(int worker) implements SupervisorEvent {}

  /** A worker finished its first task. */
  record Proven(int worker) implements SupervisorEvent {}

  /** A worker must not be used any more and may finish in peace. */
  record Retired(int worker) implements SupervisorEvent {}

  /** A worker has served its time. It goes if all others are there, else it is told of again. */
  record Due(int worker) implements SupervisorEvent {}

  /** A worker must be ended at once: its task is overdue, or it talks nonsense. */
  record Condemned(int worker) implements SupervisorEvent {}

  /** A worker's process is gone, or could not be started. */
  record Died(int worker) implements SupervisorEvent {}

  /** The moment of an earlier {@link SupervisorAction.WakeAt} has come. */
  record Woken() implements SupervisorEvent {}

  /** No more tasks are taken. */
  record Shutdown() implements SupervisorEvent {}

  /** After a shutdown: nothing is queued and nothing runs. */
  record Drained() implements SupervisorEvent {}
}
