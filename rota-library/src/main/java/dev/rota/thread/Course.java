package dev.rota.thread;

import dev.rota.Execution;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a task was queued, started and ended. What did not happen yet is taken to happen now, so
 * that a task that still runs shows its times so far.
 */
final class Course {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private record Moment(long nanos, long cpuNanos) {}

  private final LongSupplier clock;
  private volatile @Nullable Moment queued;
  private volatile @Nullable Moment started;
  private volatile @Nullable Moment ended;
  private volatile @Nullable Worker worker; // set after `started`

  Course(LongSupplier clock) {
    this.clock = clock;
  }

  void queued() {
    queued = new Moment(clock.getAsLong(), 0);
  }

  boolean isQueued() {
    return queued != null;
  }

  /** Called by the worker. */
  void started(Worker on) {
    started = nowOnThisThread();
    worker = on;
  }

  /** Called by the worker. */
  void ended() {
    ended = nowOnThisThread();
  }

  void endedUnstarted() {
    ended = new Moment(clock.getAsLong(), 0);
  }

  private Moment nowOnThisThread() {
    return new Moment(clock.getAsLong(), THREADS.getCurrentThreadCpuTime());
  }

  static boolean countsCpuTime() {
    return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
  }

  /** How long a started task has run or ran, in ns. */
  long wallNanos() {
    return execution().runTime().toNanos();
  }

  /** CPU time that a started task has taken, in ns. */
  long cpuNanos() {
    return execution().cpuTime().toNanos();
  }

  /** From the admission to the start, or to the end if it never started. */
  long queueNanos() {
    return nanos(queued, worker == null ? ended : started);
  }

  /** How long it ran, so far if it still does; below zero if it never started. */
  long runNanos() {
    return worker == null ? -1 : nanos(started, ended);
  }

  /** When it was queued, started, ended; now if it did not yet. */
  long queuedAt() {
    return at(queued);
  }

  long startedAt() {
    return at(started);
  }

  long endedAt() {
    return at(ended);
  }

  private long nanos(@Nullable Moment from, @Nullable Moment to) {
    return at(to) - at(from);
  }

  private long at(@Nullable Moment moment) {
    return moment == null ? clock.getAsLong() : moment.nanos;
  }

  Execution execution() {
    Moment admission = queued;
    Worker on = worker;
    Moment start = started;
    Moment end = ended;
    if (admission == null) {
      return Execution.NONE;
    }
    if (on == null || start == null) {
      Moment until = end == null ? new Moment(clock.getAsLong(), 0) : end;
      return new Execution("", 0, wall(admission, until), Duration.ZERO, Duration.ZERO);
    }
    Moment until =
        end == null ? new Moment(clock.getAsLong(), THREADS.getThreadCpuTime(on.threadId())) : end;
    return new Execution(
        on.getName(), 1, wall(admission, start), wall(start, until), cpu(start, until));
  }

  private static Duration wall(Moment from, Moment to) {
    return Duration.ofNanos(to.nanos - from.nanos);
  }

  /** Zero where it is not counted: both moments say -1 then, or the last does. */
  private static Duration cpu(Moment from, Moment to) {
    return Duration.ofNanos(Math.max(0, to.cpuNanos - from.cpuNanos));
  }
}
