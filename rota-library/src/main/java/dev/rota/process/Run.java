package dev.rota.process;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tasks that were sent to a worker in one message and that it does one after the other on one of
 * its threads; they lie in one slot.
 */
final class Run {

  final int slot;

  /** The sequence number of its first task. */
  final long first;

  /** Those whose end was not heard of, in order; never empty while the worker has the run. */
  final Deque<ProcessTask<?>> tasks = new ArrayDeque<>();

  /** Whether the task that runs has kept others waiting. */
  boolean slow;

  /** What was last seen of a result that is on the way: of which task, and how far. */
  long resultOf;

  long resultWritten;

  Run(int slot, long first) {
    this.slot = slot;
    this.first = first;
  }
}
