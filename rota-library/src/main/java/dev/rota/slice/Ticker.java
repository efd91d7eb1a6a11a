package dev.rota.slice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that ends time slices: it sleeps until the next one is over, and looks after carriers
 * that do not come back. While all carriers are idle it sleeps.
 */
final class Ticker extends Thread {

  /** A second look at who seems to sleep, before a spare is called. */
  private static final long AGAIN_NANOS = 200_000;

  private final Scheduler scheduler;
  private final Watch watch = new Watch();
  private long until; // under the scheduler's lock

  Ticker(Scheduler scheduler, String name) {
    super(null, null, name, 0, /* inheritInheritableThreadLocals= */ false);
    this.scheduler = scheduler;
    setDaemon(true);
  }

  @Override
  public void run() {
    List<Suspect> suspects = new ArrayList<>();
    while (!scheduler.isGone()) {
      long next = scheduler.tick(suspects);
      boolean again = false;
      for (Suspect suspect : suspects) {
        again |= look(suspect);
      }
      suspects.clear();
      rest(again ? Math.min(next, scheduler.time() + AGAIN_NANOS) : next);
    }
  }

  /** True if it is to be looked at again soon. */
  private boolean look(Suspect suspect) {
    long cpu = CpuClock.of(suspect.carrier());
    Watch.Finding finding = watch.look(suspect, scheduler.time(), cpu);
    scheduler.charge(suspect, cpu);
    if (finding == Watch.Finding.STUCK && !scheduler.replace(suspect)) {
      scheduler.addSpare();
      return true;
    }
    return finding == Watch.Finding.DOUBTFUL;
  }

  private void rest(long next) {
    if (next == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      long nanos = next - scheduler.time();
      if (nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      }
    }
  }

  /** Under the lock: how long it will sleep if nobody wakes it. */
  void sleepsUntil(long time) {
    until = time;
  }

  /** Under the lock: whether it must be woken to look at that time; true once. */
  boolean sleepsBeyond(long time) {
    if (until <= time) {
      return false;
    }
    until = time;
    return true;
  }
}
