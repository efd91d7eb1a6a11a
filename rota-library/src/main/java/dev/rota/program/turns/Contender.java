package dev.rota.program.turns;

import dev.rota.program.turns.Turn.End;
import dev.rota.schedule.Schedulable;

/** A program that takes turns, as its rotation knows it. */
final class Contender extends Schedulable {

  /**
   * Where it stands. Its policy knows those that are STOPPING as running.
   *
   * <pre>
   *   READY ----> RUNNING ----> STOPPING ----> READY
   *     ^            |
   *     +-- WAITING <+        all of them ----> GONE
   * </pre>
   */
  enum State {
    READY,
    RUNNING,
    STOPPING,
    WAITING,
    GONE
  }

  final int number;
  private final String share;
  private final double weight;

  State state = State.READY;
  boolean stopped = true; // was told to stop last, not to go on
  boolean deaf; // computes on when it is told to stop
  boolean goes; // was seen to go on in its turn
  long cpuAtResume;
  int slot;
  long began; // its turn, or its wait
  long slice;
  long stopping; // since when it is
  long due; // when to look at it again
  End why = End.EXPIRED; // of its turn that is about to end
  long charged; // of all its CPU time
  long chargedInTurn;

  private boolean seenAsleep;
  private long cpuThen;
  private long then;

  Contender(long order, int number, String share, double weight) {
    super(order);
    this.number = number;
    this.share = share;
    this.weight = weight;
  }

  @Override
  public String share() {
    return share;
  }

  @Override
  public double weight() {
    return weight;
  }

  /** Takes what it has used since it was charged last into account. */
  long charge(long cpuNanos) {
    long more = Math.max(0, cpuNanos - charged);
    charged += more;
    chargedInTurn += more;
    used(more);
    return more;
  }

  long left(long now) {
    return slice - (now - began);
  }

  void isAwake() {
    seenAsleep = false;
  }

  /** Notes that it is asleep now, with that CPU time. */
  void isAsleep(long cpuNanos, long now) {
    seenAsleep = true;
    cpuThen = cpuNanos;
    then = now;
  }

  /** Whether it was asleep at the last look and has hardly run since. */
  boolean hasSlept(long cpuNanos, long now) {
    return seenAsleep && cpuNanos - cpuThen <= (now - then) / Rotation.HARDLY;
  }

  @Override
  public String toString() {
    return "program " + number;
  }
}
