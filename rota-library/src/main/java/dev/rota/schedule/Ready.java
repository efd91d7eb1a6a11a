package dev.rota.schedule;

/** Why a task can run: what it comes from. */
public enum Ready {
  /** It is new. */
  ARRIVED,
  /** What it waited for is there: I/O, a lock, the end of a sleep. */
  WOKEN,
  /** Its time slice is over, and it has not given the processor up by itself. */
  EXPIRED,
  /** The processor was taken from it within its time slice, for a task that goes before it. */
  PREEMPTED,
  /** It offered its turn to others. */
  YIELDED
}
