package dev.rota.http.serve;

import org.jspecify.annotations.Nullable;

/**
 * How workers that are to go are replaced: one worker more is started, and when all are ready one
 * that is to go goes, until none is left. Knows which generation is the present one, and the plan
 * to go back to if the new workers cannot live. Decides only; used by the service's thread.
 */
final class Replacement {

  /** What is to be done next. */
  enum Step {
    NOTHING,
    /** There is to be one worker more, for a time. */
    ADD,
    /** One of those that are to go goes. */
    RETIRE
  }

  /** So many successors in a row that do not live to be ready are no accident. */
  private static final int MOST_FAILURES = 3;

  private long generation;
  private long latest; // a number is given once
  private boolean ahead; // the successor is there, or on its way
  private @Nullable Plan previous; // the last that was known to live
  private long previousGeneration;
  private int failures;

  /** What new workers belong to. */
  long generation() {
    return generation;
  }

  /** How many workers there are to be beyond the usual. */
  int extra() {
    return ahead ? 1 : 0;
  }

  /** All that are there are to go. */
  void begin() {
    generation = ++latest;
    failures = 0;
  }

  /** The same, with a new plan; the old one is kept until new workers have replaced all others. */
  void begin(Plan before) {
    if (previous == null) {
      previous = before;
      previousGeneration = generation;
    }
    begin();
  }

  /** A worker has ended before it was ready; true if there is no hope for the new plan. */
  boolean failed() {
    return previous != null && ++failures >= MOST_FAILURES;
  }

  /** A worker is ready. */
  void succeeded() {
    failures = 0;
  }

  /**
   * The next step.
   *
   * @param old how many there are that are to go
   * @param whole whether all are ready that are to be there, the one beyond included
   */
  Step next(int old, boolean whole) {
    if (!ahead) {
      if (old == 0) {
        previous = null;
        return Step.NOTHING;
      }
      ahead = true;
      return Step.ADD;
    }
    if (!whole) {
      return Step.NOTHING;
    }
    ahead = old > 1;
    return Step.RETIRE;
  }

  /** The new workers cannot live: the plan to go back to, if there is one; the old ones stay. */
  @Nullable Plan giveUp() {
    Plan before = previous;
    if (before != null) {
      previous = null;
      generation = previousGeneration;
      ahead = false;
    }
    return before;
  }
}
