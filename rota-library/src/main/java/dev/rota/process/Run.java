package dev.rota.process;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tasks that were sent to a worker in one message and that it does one after the other; they lie in
 * one slot.
 */
final class Run {

  final int slot;

  /** Those whose end was not heard of, in order; never empty while the worker has the run. */
  final Deque<ProcessTask<?>> tasks = new ArrayDeque<>();

  Run(int slot) {
    this.slot = slot;
  }
}
