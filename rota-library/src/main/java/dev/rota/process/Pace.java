package dev.rota.process;

import dev.rota.wire.Slots;

/** How fast a worker gets on with its tasks, and how many should therefore be with it. */
final class Pace {

  /** How much work may lie behind the task that a thread runs, in ns of run time. */
  private static final long AHEAD_NANOS = 500_000;

  private static final int WEIGHT = 8; // of what was before, in the moving mean

  private long meanNanos = Long.MAX_VALUE; // until measured

  /** A task has ended after {@code nanos}. */
  void ran(long nanos) {
    meanNanos = meanNanos == Long.MAX_VALUE ? nanos : meanNanos + (nanos - meanNanos) / WEIGHT;
  }

  /**
   * How many more tasks may be sent, if {@code count} are with the worker, so that none of its
   * threads waits; none is sent behind one of the {@code slow} ones.
   */
  int room(int threads, int slow, int count) {
    return Math.max(0, (threads - slow) * ahead() - (count - slow));
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
