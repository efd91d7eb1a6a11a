package dev.rota.schedule;

import static java.lang.Math.max;
import static java.lang.Math.min;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The multi-level feedback queue, by the five rules of R. and A. Arpaci-Dusseau, "Operating
 * Systems: Three Easy Pieces" (after Corbató's CTSS, 1962):
 *
 * <ol>
 *   <li>A task of a higher level runs before one of a lower, and takes its processor.
 *   <li>Tasks of the same level run in turns of that level's quantum.
 *   <li>A new task begins at the highest level.
 *   <li>A task that has used up its allotment at a level, however often it gave up the processor
 *       meanwhile, moves one level down. With {@link Io#RESET} (the book's first form of this rule)
 *       a task that gives up the processor gets its allotment anew, which can be gamed.
 *   <li>After each boost period all tasks move to the highest level.
 * </ol>
 *
 * <p>O(levels) a decision, also for the boost; the levels are at most {@value #MAX_LEVELS}. Nobody
 * starves: after a boost a task is at the highest level, so that it waits for at most one turn of
 * each that is there and of each that arrives or wakes before it.
 */
public final class MultiLevelFeedback implements Policy {

  /** The most levels that can be asked for. */
  public static final int MAX_LEVELS = 64;

  /** What becomes of the allotment of a task that gives up the processor, to wait or by itself. */
  public enum Io {
    /** It gets a new one. */
    RESET,
    /** What it has used stays used. */
    KEEP
  }

  private final long[] quantumNanos;
  private final long[] allotmentNanos;
  private final long boostNanos;
  private final Io io;
  private final List<Line> lines;
  private long boosts;
  private long boostedAt;
  private boolean begun;

  MultiLevelFeedback(long[] quantumNanos, long[] allotmentNanos, long boostNanos, Io io) {
    this.quantumNanos = quantumNanos;
    this.allotmentNanos = allotmentNanos;
    this.boostNanos = boostNanos;
    this.io = io;
    this.lines = Stream.generate(Line::new).limit(quantumNanos.length).toList();
  }

  /**
   * Begins with three levels of 10, 20 and 40 ms, an allotment of one quantum at each, a boost each
   * second and {@link Io#KEEP}.
   *
   * @return a builder
   */
  public static MultiLevelFeedbackBuilder builder() {
    return new MultiLevelFeedbackBuilder();
  }

  @Override
  public void add(Schedulable task, Ready why, long now) {
    boostIfDue(now);
    Turn turn = upToDate(Turn.of(task, why));
    if (io == Io.RESET && (why == Ready.WOKEN || why == Ready.YIELDED)) {
      turn.usedAtLevel = turn.usedAtLevel < allotmentNanos[turn.level] ? 0 : turn.usedAtLevel;
    }
    if (hasUsedUp(turn, why)) {
      turn.level = min(turn.level + 1, quantumNanos.length - 1);
      turn.usedAtLevel = 0;
      turn.left = 0;
    }
    turn.queueIn(lines.get(turn.level), why);
  }

  /**
   * A rest that is not worth a slice is none: CPU time is a little less than the slice's length.
   */
  private boolean hasUsedUp(Turn turn, Ready why) {
    long rest = allotmentNanos[turn.level] - turn.usedAtLevel;
    return rest <= (why == Ready.EXPIRED ? quantumNanos[turn.level] / 16 : 0);
  }

  private Turn upToDate(Turn turn) {
    if (turn.boost != boosts) {
      turn.boost = boosts;
      turn.level = 0;
      turn.usedAtLevel = 0;
      turn.left = 0;
    }
    return turn;
  }

  private void boostIfDue(long now) {
    if (!begun) {
      begun = true;
      boostedAt = now;
    }
    if (now - boostedAt >= boostNanos) {
      boostedAt += (now - boostedAt) / boostNanos * boostNanos;
      boosts++;
      lines.stream().skip(1).forEach(lines.getFirst()::addAll);
    }
  }

  @Override
  public @Nullable Schedulable next(long now) {
    boostIfDue(now);
    for (Line line : lines) {
      if (!line.isEmpty()) {
        return line.poll();
      }
    }
    return null;
  }

  @Override
  public long slice(Schedulable task, long now) {
    Turn turn = upToDate(Turn.of(task));
    long granted = turn.grant(quantumNanos[turn.level]);
    boolean lowest = turn.level == quantumNanos.length - 1;
    return lowest ? granted : max(1, min(granted, allotmentNanos[turn.level] - turn.usedAtLevel));
  }

  /** The one at the lowest level, if that is lower; among equals the one that came last. */
  @Override
  public @Nullable Schedulable victim(
      Schedulable ready, List<? extends Schedulable> running, long now) {
    boostIfDue(now);
    int level = upToDate(Turn.of(ready)).level;
    return running.stream()
        .filter(candidate -> levelOf(candidate) > level)
        .max(
            Comparator.<Schedulable>comparingInt(this::levelOf)
                .thenComparing(Comparator.comparingLong(Schedulable::order)))
        .orElse(null);
  }

  private int levelOf(Schedulable running) {
    Turn turn = Turn.of(running);
    return turn.boost == boosts ? turn.level : 0;
  }

  /** What was used before the last boost does not count any more. */
  @Override
  public void charge(Schedulable task, long nanos, long now) {
    Turn turn = Turn.of(task);
    long counts = turn.boost == boosts ? nanos : min(nanos, now - boostedAt);
    upToDate(turn);
    turn.usedAtLevel += counts;
    turn.left -= nanos;
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    return Turn.of(task).leave();
  }

  @Override
  public String toString() {
    return "mlfq";
  }
}
