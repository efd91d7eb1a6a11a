package dev.rota.schedule;

import static java.lang.Math.abs;
import static java.lang.Math.max;

/**
 * The virtual time of members that share processors: the mean of theirs, by weight. A member's own
 * is the CPU time that it used, divided by its weight; one at the mean has had exactly its due.
 *
 * <p>Members that run may have paid for CPU time in advance, and have used some since they were
 * charged; the mean is that of what they have used by now.
 */
final class VirtualTime {

  /** With more, the sum would lose nanoseconds. */
  private static final double MOST = 1e15;

  private double base; // the mean when `sum` was 0 last
  private double sum; // of weight * (time - base)
  private double load; // of weights
  private long members;
  private double furthest; // time of those that left

  private long running;
  private long payments; // of each that runs: its advance plus when it was charged; may wrap

  void join(double weight, double time) {
    members++;
    load += weight;
    sum += weight * (time - base);
  }

  /** As long as others are there, the due of who leaves is divided among them. */
  void leave(double weight, double time) {
    members--;
    load -= weight;
    sum -= weight * (time - base);
    furthest = max(furthest, time);
    if (members == 0) { // forgets the rounding, too
      base = max(base, furthest);
      load = 0;
      sum = 0;
    }
  }

  /** A member that is here goes ahead by so much CPU time. */
  void pass(double nanos) {
    sum += nanos;
  }

  void started(long advance, long now) {
    running++;
    payments += advance + now;
  }

  void stopped(long advance, long chargedAt) {
    running--;
    payments -= advance + chargedAt;
  }

  boolean isIdle() {
    return members == 0;
  }

  /** The sum of the weights of those that are here. */
  double load() {
    return members == 0 ? 0 : load;
  }

  double at(long now) {
    if (members == 0) {
      return base;
    }
    if (abs(sum) > MOST) {
      base += sum / load;
      sum = 0;
    }
    return base + (sum + (running * now - payments)) / load;
  }
}
