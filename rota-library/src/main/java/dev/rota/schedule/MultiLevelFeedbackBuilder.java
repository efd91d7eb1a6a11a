package dev.rota.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Builds {@link MultiLevelFeedback} policies; the defaults do without a single call. */
public final class MultiLevelFeedbackBuilder {

  private static final int MAX_QUANTA = 1_000_000;
  private static final int DEFAULT_LEVELS = 3;
  private static final int MOST_DOUBLINGS = 10;

  private Duration[] quantum = {}; // none: each level twice the one above
  private int[] allotment = {1};
  private int levels = -1;
  private Duration boost = Duration.ofSeconds(1);
  private MultiLevelFeedback.Io io = MultiLevelFeedback.Io.KEEP;

  MultiLevelFeedbackBuilder() {}

  /**
   * Sets how many levels there are. Default: as many as {@link #quantum} or {@link #allotment} has
   * values, or 3.
   *
   * @param levels 1 to {@link MultiLevelFeedback#MAX_LEVELS}
   * @return this
   * @throws IllegalArgumentException if {@code levels} is out of range
   */
  public MultiLevelFeedbackBuilder levels(int levels) {
    if (levels < 1 || levels > MultiLevelFeedback.MAX_LEVELS) {
      throw new IllegalArgumentException(
          "levels: " + levels + "; allowed is a number from 1 to " + MultiLevelFeedback.MAX_LEVELS);
    }
    this.levels = levels;
    return this;
  }

  /**
   * Sets the length of a turn at each level, the highest first, or one for all levels. Default: 10
   * ms, and at each level twice what the one above has.
   *
   * @param quantum each above zero
   * @return this
   * @throws IllegalArgumentException if there is none or one is zero or negative
   */
  public MultiLevelFeedbackBuilder quantum(Duration... quantum) {
    requireSome("quantum", quantum.length);
    for (Duration one : quantum) {
      long _ = Quantum.nanos("quantum", one);
    }
    this.quantum = quantum.clone();
    return this;
  }

  /**
   * Sets how many quanta a task may use at each level before it moves down, the highest level
   * first, or one number for all levels. At the lowest it says nothing. Default: 1.
   *
   * @param quanta each 1 to 1,000,000
   * @return this
   * @throws IllegalArgumentException if there is none or one is out of range
   */
  public MultiLevelFeedbackBuilder allotment(int... quanta) {
    requireSome("allotment", quanta.length);
    for (int one : quanta) {
      if (one < 1 || one > MAX_QUANTA) {
        throw new IllegalArgumentException(
            "allotment: " + one + " quanta; allowed is a number from 1 to " + MAX_QUANTA);
      }
    }
    this.allotment = quanta.clone();
    return this;
  }

  /**
   * Sets how often all tasks move to the highest level. Default: each second.
   *
   * @param period above zero
   * @return this
   * @throws IllegalArgumentException if {@code period} is zero or negative
   */
  public MultiLevelFeedbackBuilder boost(Duration period) {
    long _ = Quantum.nanos("boost", period);
    this.boost = period;
    return this;
  }

  /**
   * Sets what becomes of the allotment of a task that gives up the processor. Default: {@link
   * MultiLevelFeedback.Io#KEEP}.
   *
   * @param io reset or keep
   * @return this
   */
  public MultiLevelFeedbackBuilder io(MultiLevelFeedback.Io io) {
    this.io = requireNonNull(io, "io");
    return this;
  }

  /**
   * Makes the policy.
   *
   * @return a new one, for one pool or one simulated machine
   * @throws IllegalArgumentException if there are more values than one and not one for each level
   */
  public MultiLevelFeedback build() {
    int count = levels > 0 ? levels : levelsByValues();
    long[] quantumNanos = new long[count];
    long[] allotmentNanos = new long[count];
    for (int level = 0; level < count; level++) {
      Duration turn = quantumAt(level, count);
      quantumNanos[level] = Quantum.nanos("quantum", turn);
      allotmentNanos[level] = Quantum.nanos("allotment", turn.multipliedBy(quantaAt(level, count)));
    }
    return new MultiLevelFeedback(quantumNanos, allotmentNanos, Quantum.nanos("boost", boost), io);
  }

  private int levelsByValues() {
    int values = Math.max(quantum.length, allotment.length);
    return values > 1 ? values : DEFAULT_LEVELS;
  }

  private Duration quantumAt(int level, int levels) {
    if (quantum.length == 0) {
      return Quantum.DEFAULT.multipliedBy(1L << Math.min(level, MOST_DOUBLINGS));
    }
    return quantum[indexOf(level, "quantum", quantum.length, levels)];
  }

  private int quantaAt(int level, int levels) {
    return allotment[indexOf(level, "allotment", allotment.length, levels)];
  }

  private static int indexOf(int level, String option, int values, int levels) {
    if (values != 1 && values != levels) {
      throw new IllegalArgumentException(
          "%s: %d values for %d levels; allowed is one for all levels, or one for each"
              .formatted(option, values, levels));
    }
    return values == 1 ? 0 : level;
  }

  private static void requireSome(String option, int values) {
    if (values == 0) {
      throw new IllegalArgumentException(
          option + ": no value; allowed is one for all levels, or one for each");
    }
  }
}
