package dev.rota.simulate;

import dev.rota.schedule.Schedulable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task from its arrival to its end. It is two things: what computes on a core, and a claim to
 * turns, in the hands of the policy. A task that waits for a mutex lends its turns to who has that:
 * its claim stays with the policy, and whose turn it is then computes in its stead.
 */
final class LiveTask extends Schedulable {

  /** What the policy knows of it. */
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

  /** Whether the policy has seen it. */
  boolean known;

  /** Where it runs or ran last. */
  int core = NO_CORE;

  /** How many switches its core had seen when it got it last. */
  long coreSwitches;

  private int step = -1;
  private long remaining;
  private boolean isAtLock; // which it takes or gives back as soon as it has a core
  private boolean onCore;
  private long waited;
  private long firstComputed = NEVER;
  private long offCoreSince = NEVER; // as long as it can compute and has no core
  private long offCore;

  private @Nullable Lock waitsFor;
  private boolean lends;
  private long blockedAt;
  private long offCoreAtBlock;
  private long blocked;
  private long inverted;

  /** Claims that cannot be used at present, as it runs already, or cannot. */
  private @Nullable List<LiveTask> parked;

  LiveTask(Arrival arrival, long order) {
    super(order);
    this.arrival = arrival;
  }

  // Its steps.

  /** Goes on to the next step; false if there is none. */
  boolean nextStep() {
    return ++step < arrival.steps().count();
  }

  int step() {
    return step;
  }

  boolean hasEnded() {
    return step >= arrival.steps().count();
  }

  boolean needsCoreAgain() {
    return arrival.steps().needsCoreFrom(step);
  }

  /** Begins the burst, or comes to the lock, that it is at; false if it is at neither. */
  boolean begin(long now) {
    isAtLock = !hasEnded() && arrival.steps().isLock(step);
    remaining = hasEnded() || !arrival.steps().computes(step) ? 0 : arrival.steps().nanos(step);
    countOffCore(now);
    return hasWork();
  }

  private void countOffCore(long now) {
    offCore = offCore(now);
    offCoreSince = canRun() ? now : NEVER;
  }

  /** Whether there is something to do for it on a core. */
  boolean hasWork() {
    return remaining > 0 || isAtLock;
  }

  /** Begins the wait that it is at, and says how long it is. */
  long startWait() {
    long wait = arrival.steps().nanos(step);
    waited += wait;
    return wait;
  }

  // Its core.

  boolean hasComputed() {
    return firstComputed != NEVER;
  }

  long remaining() {
    return remaining;
  }

  /** Whether it could be given a core. */
  boolean canRun() {
    return hasWork() && !onCore;
  }

  boolean isOnCore() {
    return onCore;
  }

  void got(int itsCore, long now) {
    core = itsCore;
    onCore = true;
    countOffCore(now);
  }

  void gave(long now) {
    onCore = false;
    countOffCore(now);
  }

  /** It has computed until now, since {@code start} or since this was said last. */
  void computed(long nanos, long start) {
    if (nanos > 0 && firstComputed == NEVER) {
      firstComputed = start;
    }
    remaining -= nanos;
    used(nanos);
  }

  /** For how long it could compute and had no core. */
  long offCore(long now) {
    return offCoreSince == NEVER ? offCore : offCore + now - offCoreSince;
  }

  // Its locks.

  @Nullable Lock waitsFor() {
    return waitsFor;
  }

  long blockedAt() {
    return blockedAt;
  }

  void blocks(Lock lock, boolean isToLend, long now) {
    isAtLock = false;
    countOffCore(now);
    waitsFor = lock;
    lends = isToLend && lock.holder() != null;
    blockedAt = now;
    offCoreAtBlock = lock.offCore(now);
  }

  void unblocks(long now) {
    if (waitsFor != null) {
      blocked += now - blockedAt;
      inverted += waitsFor.offCore(now) - offCoreAtBlock;
      waitsFor = null;
      lends = false;
    }
  }

  boolean lends() {
    return lends;
  }

  /** Who computes when it is its turn: itself, or who has what it waits for. */
  LiveTask runner() {
    var runner = this;
    while (runner.lends && runner.waitsFor != null && runner.waitsFor.holder() != null) {
      runner = runner.waitsFor.holder();
    }
    return runner;
  }

  void park(LiveTask claim) {
    if (parked == null) {
      parked = new ArrayList<>();
    }
    parked.add(claim);
  }

  List<LiveTask> takeParked() {
    List<LiveTask> all = parked == null ? List.of() : parked;
    parked = null;
    return all;
  }

  TaskResult result(long now) {
    long turnaround = now - arrival.nanos();
    return new TaskResult(
        arrival,
        order(),
        firstComputed == NEVER ? turnaround : firstComputed - arrival.nanos(),
        turnaround - cpuNanos() - waited - blocked,
        turnaround,
        now,
        cpuNanos(),
        blocked,
        inverted);
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
    return runner().remaining;
  }

  @Override
  public String toString() {
    return arrival.name();
  }
}
