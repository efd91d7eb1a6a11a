package dev.rota.simulate;

import dev.rota.schedule.Schedulable;

/** A task from its arrival to its end. */
final class LiveTask extends Schedulable {

  enum State {
    READY,
    RUNNING,
    WAITING,
    ENDED
  }

  private static final int NO_CORE = -1;
  private static final long NEVER = -1;

  final Arrival arrival;
  State state = State.WAITING;

  /** Where it runs or ran last. */
  int core = NO_CORE;

  /** How many switches its core had seen when it got it last. */
  long coreSwitches;

  private int burst;
  private long remaining;
  private long waited;
  private long firstComputed = NEVER;

  LiveTask(Arrival arrival, long order) {
    super(order);
    this.arrival = arrival;
    this.remaining = arrival.burst(0);
  }

  boolean hasComputed() {
    return firstComputed != NEVER;
  }

  long remaining() {
    return remaining;
  }

  /** It has computed until now, since {@code start} or since this was said last. */
  void computed(long nanos, long start) {
    if (nanos > 0 && firstComputed == NEVER) {
      firstComputed = start;
    }
    remaining -= nanos;
    used(nanos);
  }

  /** Goes on to the wait behind the burst that is done, and says how long it is; 0 if none. */
  long startWait() {
    burst++;
    long wait = burst < arrival.bursts() ? arrival.burst(burst) : 0;
    waited += wait;
    return wait;
  }

  boolean hasMore() {
    return burst + 1 < arrival.bursts();
  }

  /** Goes on to the burst behind the wait. */
  void startBurst() {
    burst++;
    remaining = arrival.burst(burst);
  }

  TaskResult result(long now) {
    long turnaround = now - arrival.nanos();
    return new TaskResult(
        arrival,
        order(),
        firstComputed - arrival.nanos(),
        turnaround - cpuNanos() - waited,
        turnaround,
        now,
        cpuNanos());
  }

  @Override
  public String share() {
    return arrival.group();
  }

  @Override
  public double weight() {
    return arrival.weight();
  }

  @Override
  public int priority() {
    return arrival.priority();
  }

  /** What is left of its burst; what it computes now is taken off when it is charged. */
  @Override
  public long expectedNanos() {
    return remaining;
  }

  @Override
  public String toString() {
    return arrival.name();
  }
}
