package dev.rota.schedule;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The highest {@linkplain Schedulable#priority() priority} first, in turns of a quantum among
 * equals. A task of a higher priority takes the processor of a running one of a lower, which goes
 * on with the rest of its turn, before its equals, when nobody higher is left. This is {@code
 * SCHED_RR} of POSIX.1b (1993).
 *
 * <p>O(log p) a decision for p priorities in use, O(log p + m) to find a victim among m processors.
 * At no time does a task wait while one of lower priority runs, and equals share as in {@link
 * RoundRobin}. Lower priorities starve for as long as higher ones are ready, also if the higher
 * waits for a lock that the lower holds.
 */
public final class StrictPriority implements Policy {

  private final long quantumNanos;
  private final TreeMap<Integer, Line> lines = new TreeMap<>(Comparator.reverseOrder());

  /**
   * Makes the policy of one pool or one simulated machine.
   *
   * @param quantum above zero
   * @throws IllegalArgumentException if {@code quantum} is zero or negative
   */
  public StrictPriority(Duration quantum) {
    this.quantumNanos = Quantum.nanos("quantum", quantum);
  }

  @Override
  public void add(Schedulable task, Ready why, long now) {
    Turn turn = Turn.of(task, why);
    turn.level = task.priority();
    turn.queueIn(lines.computeIfAbsent(turn.level, _ -> new Line()), why);
  }

  @Override
  public @Nullable Schedulable next(long now) {
    var highest = lines.firstEntry();
    if (highest == null) {
      return null;
    }
    Schedulable task = highest.getValue().poll();
    forgetIfEmpty(highest.getKey());
    return task;
  }

  private void forgetIfEmpty(int priority) {
    Line line = lines.get(priority);
    if (line != null && line.isEmpty()) {
      lines.remove(priority);
    }
  }

  @Override
  public long slice(Schedulable task, long now) {
    return Turn.of(task).grant(quantumNanos);
  }

  /** The lowest that is lower; among equals the one that came last. */
  @Override
  public @Nullable Schedulable victim(
      Schedulable ready, List<? extends Schedulable> running, long now) {
    int priority = Turn.of(ready).level;
    return running.stream()
        .filter(candidate -> Turn.of(candidate).level < priority)
        .min(
            Comparator.<Schedulable>comparingInt(candidate -> Turn.of(candidate).level)
                .thenComparing(Comparator.comparingLong(Schedulable::order).reversed()))
        .orElse(null);
  }

  @Override
  public void charge(Schedulable task, long nanos, long now) {
    Turn.of(task).left -= nanos;
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    Turn turn = Turn.of(task);
    boolean left = turn.leave();
    forgetIfEmpty(turn.level);
    return left;
  }

  @Override
  public String toString() {
    return "priority";
  }
}
