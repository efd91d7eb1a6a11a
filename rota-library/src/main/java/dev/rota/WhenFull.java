package dev.rota;

/** What a pool does with a task that comes from outside while its queue is full. */
public enum WhenFull {
  /** The submitter waits for room, interruptibly: back-pressure. */
  BLOCK,
  /** The submitter gets a {@link TaskRejectedException} at once. */
  REJECT
}
