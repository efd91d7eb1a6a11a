package dev.rota;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an attempt may take, by two clocks: the one on the wall and the CPU clock of the thread
 * that runs it. For pools, which have to find out that a limit was passed without looking all the
 * time: CPU time grows no faster than wall time, so there is nothing to look for before what is
 * left has passed.
 *
 * @param wallNanos the most wall-clock time from the start in ns, {@code Long.MAX_VALUE} for any
 * @param cpuNanos the most CPU time in ns, {@code Long.MAX_VALUE} for any
 */
public record TimeLimits(long wallNanos, long cpuNanos) {

  /** The kernel may bring a CPU clock up to date only at its ticks: to look sooner is no use. */
  private static final long CPU_TICK_NANOS = 1_000_000;

  /**
   * Whether there is a limit.
   *
   * @return false if an attempt may take for ever
   */
  public boolean isLimited() {
    return wallNanos != Long.MAX_VALUE || limitsCpu();
  }

  /**
   * Whether CPU time is limited.
   *
   * @return true if it is
   */
  public boolean limitsCpu() {
    return cpuNanos != Long.MAX_VALUE;
  }

  /**
   * Whether the CPU clock has to be read to know that no limit was passed.
   *
   * @param wall wall-clock time since the start, in ns
   * @return false if there is no limit, or so little time has passed that it cannot be reached
   */
  public boolean asksForCpu(long wall) {
    return limitsCpu() && wall >= cpuNanos;
  }

  /**
   * How soon a limit can be reached at the earliest.
   *
   * @return in ns from the start, {@code Long.MAX_VALUE} for never
   */
  public long soonest() {
    return Math.min(wallNanos, cpuNanos);
  }

  /**
   * How soon a limit can be reached by an attempt that has not reached any.
   *
   * @param wall wall-clock time since the start, in ns
   * @param cpu CPU time since the start, in ns; any number if {@link #asksForCpu} says no
   * @return in ns from now, {@code Long.MAX_VALUE} for never
   */
  public long left(long wall, long cpu) {
    long wallLeft = wallNanos == Long.MAX_VALUE ? Long.MAX_VALUE : wallNanos - wall;
    return Math.min(wallLeft, cpuLeft(wall, cpu));
  }

  private long cpuLeft(long wall, long cpu) {
    if (!limitsCpu()) {
      return Long.MAX_VALUE;
    }
    return asksForCpu(wall) ? Math.max(CPU_TICK_NANOS, cpuNanos - cpu) : cpuNanos - wall;
  }

  /**
   * The limit that was passed.
   *
   * @param wall wall-clock time since the start, in ns
   * @param cpu CPU time since the start, in ns; any number if {@link #asksForCpu} says no
   * @return the failure to report, null if no limit was passed
   */
  public @Nullable TaskTimedOutException passed(long wall, long cpu) {
    if (wall >= wallNanos) {
      return overdue();
    }
    return asksForCpu(wall) && cpu >= cpuNanos
        ? new TaskTimedOutException(TaskTimedOutException.Clock.CPU, Duration.ofNanos(cpuNanos))
        : null;
  }

  /**
   * The failure of an attempt that passed the limit of wall-clock time.
   *
   * @return the failure to report
   */
  public TaskTimedOutException overdue() {
    return new TaskTimedOutException(Duration.ofNanos(wallNanos));
  }
}
