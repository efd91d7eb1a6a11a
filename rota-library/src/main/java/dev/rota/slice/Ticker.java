package dev.rota.slice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that ends time slices: it sleeps until the next one is over, and looks after carriers
 * that do not come back. While all carriers are idle it sleeps.
 */
final class Ticker extends Thread {

  /** A second look at who seems to sleep, before a spare is called, or when one has been made. */
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
      rest(round(suspects));
    }
  }

  /** Ends what is due; returns when to look again. */
  private long round(List<Suspect> suspects) {
    try {
      long next = scheduler.tick(suspects);
      for (Suspect suspect : suspects) {
        next = Math.min(next, look(suspect));
      }
      return next;
    } catch (Throwable e) {
      // no memory, or no thread for a spare: slices must end all the same, so it tries again
      return scheduler.time() + Compensation.LOOK_NANOS;
    } finally {
      suspects.clear();
    }
  }

  /** When to look again. */
  private long look(Suspect suspect) {
    long cpu = suspect.carrier().cpuClock();
    long next = scheduler.charge(suspect, cpu);
    if (suspect.replaced()) {
      return next; // a spare serves in its place already: all that is missing is its account
    }
    long now = scheduler.time();
    return switch (watch.look(suspect, now, cpu)) {
      case FINE -> next;
      case DOUBTFUL -> Math.min(next, now + AGAIN_NANOS);
      case OVERDUE -> Math.min(next, now + Watch.GRACE_CPU_NANOS);
      case STUCK ->
          !scheduler.replace(suspect) && scheduler.addSpare()
              ? Math.min(next, now + AGAIN_NANOS)
              : next;
    };
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
