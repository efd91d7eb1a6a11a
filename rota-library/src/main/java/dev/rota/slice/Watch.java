package dev.rota.slice;

import java.util.Map;
import java.util.WeakHashMap;

/**
 * Tells whether a carrier stands still, or runs on where no poll reaches it, from one that only
 * waits for a processor like others. Used by the ticker alone.
 */
final class Watch {

  /** CPU time that a turn may use after it was to be over. */
  static final long GRACE_CPU_NANOS = 500_000;

  /**
   * How long it may be over where CPU time is not counted. Where it is, a carrier that waits for a
   * processor is not replaced, however long: a spare one would wait beside it, and slow the others.
   */
  private static final long GRACE_WALL_NANOS = 20_000_000;

  enum Finding {
    FINE,
    /** Seems to sleep. */
    DOUBTFUL,
    /** Runs on after it was to be over, and has some grace left. */
    OVERDUE,
    STUCK
  }

  /** What was seen of a carrier at the last look. */
  private static final class Sight {
    private long turn = -1;
    private long cpu;
    private long cpuWhenOver = -1;
    private boolean asleep;
  }

  private final Map<Carrier, Sight> sights = new WeakHashMap<>();

  Finding look(Suspect suspect, long now, long cpu) {
    Sight sight = sights.computeIfAbsent(suspect.carrier(), c -> new Sight());
    if (sight.turn != suspect.turn()) {
      sight.turn = suspect.turn();
      sight.cpu = -1;
      sight.cpuWhenOver = -1;
      sight.asleep = false;
    }
    boolean stands = sight.cpu >= 0 && cpu == sight.cpu;
    sight.cpu = cpu;
    boolean overdue = now >= suspect.overdueFrom();
    if (overdue && hasUsedUpItsGrace(sight, suspect, now, cpu)) {
      return Finding.STUCK;
    }
    boolean wasAsleep = sight.asleep && stands;
    sight.asleep = suspect.carrier().isAsleep();
    if (!sight.asleep) {
      return overdue && !stands ? Finding.OVERDUE : Finding.FINE;
    }
    return wasAsleep ? Finding.STUCK : Finding.DOUBTFUL;
  }

  private static boolean hasUsedUpItsGrace(Sight sight, Suspect suspect, long now, long cpu) {
    if (sight.cpuWhenOver < 0) {
      sight.cpuWhenOver = cpu;
    }
    return cpu < 0
        ? now - suspect.overdueFrom() >= GRACE_WALL_NANOS
        : cpu - sight.cpuWhenOver >= GRACE_CPU_NANOS;
  }
}
