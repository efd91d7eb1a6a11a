package dev.rota.worker;

import dev.rota.linux.ThreadCpuClock;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time of tasks. To ask the system costs more than a short task does, so it is asked at the
 * beginning of a run and at the end of a task if some time has passed since; a task shorter than
 * that is taken to have used the CPU all the time. Used by the thread that runs tasks.
 */
class CpuTime {

  /** How long the last look may be ago, in ns of wall-clock time. */
  private static final long STALE = 100_000;

  private volatile @Nullable ThreadCpuClock clock;
  private long lookedAt;
  private long seen;

  /** From now on the clock is read in a fast way. */
  void use(ThreadCpuClock clock) {
    this.clock = clock;
  }

  /** What the master is to know at the beginning of a run, at the moment {@code now}. */
  long begin(long now) {
    look(now);
    return seen;
  }

  /** What the master is to know at the beginning of the next task of a run. */
  long atLastLook() {
    return seen;
  }

  /** What a task took that ran from {@code start} to {@code end}. */
  Spent spent(long start, long end) {
    return new Spent(start, end - start, cpuNanos(start, end));
  }

  private long cpuNanos(long start, long end) {
    if (end - lookedAt < STALE) {
      return end - start;
    }
    long before = seen;
    look(end);
    return Math.min(seen - before, end - start);
  }

  private void look(long now) {
    seen = read();
    lookedAt = now;
  }

  /** A task is the {@linkplain RunningTask running} one from now on. */
  void taskBegun() {}

  /** By any thread: what the task has used so far, if the current one may read it. */
  long used() {
    return 0;
  }

  /** The CPU time of the current thread, in ns. */
  long read() {
    ThreadCpuClock known = clock;
    return known == null ? ThreadCpuClock.unboundNanos() : known.nanos();
  }
}
