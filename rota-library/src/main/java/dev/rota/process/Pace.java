package dev.rota.process;

import dev.rota.wire.Slots;

/** How fast a worker gets on with its tasks, and how many should therefore be with it. */
final class Pace {

  /** How much work may lie with a worker beyond the task that it runs, in ns of run time. */
  private static final long AHEAD_NANOS = 500_000;

  private static final int WEIGHT = 8; // of what was before, in the moving mean

  /** Whether the task that runs has kept others waiting, so that none is sent behind it. */
  boolean slow;

  private long meanNanos = Long.MAX_VALUE; // until measured

  /** A task has ended after {@code nanos}. */
  void ran(long nanos) {
    slow = false;
    meanNanos = meanNanos == Long.MAX_VALUE ? nanos : meanNanos + (nanos - meanNanos) / WEIGHT;
  }

  /** How many tasks may be with the worker, if {@code count} are, so that it does not wait. */
  int ahead(int count) {
    return slow ? Math.max(1, count) : ahead();
  }

  private int ahead() {
    return (int) Math.min(Slots.LONGEST_RUN, 1 + AHEAD_NANOS / Math.max(1, meanNanos));
  }

  /** How many tasks to send at once: half of them, so that the others keep it busy meanwhile. */
  int together() {
    return Math.max(1, ahead() / 2);
  }

  /** How long {@code tasks} tasks will take, in ns. */
  long nanos(int tasks) {
    return meanNanos == Long.MAX_VALUE ? Long.MAX_VALUE : tasks * meanNanos;
  }
}
