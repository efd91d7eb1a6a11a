package dev.rota.slice;

import java.util.Map;
import java.util.WeakHashMap;

/**
 * Tells whether a carrier stands still, or runs on where no poll reaches it, from one that only
 * waits for a processor like others. Used by the ticker alone.
 */
final class Watch {

  /** CPU time that a turn may use after it was to be over. */
  private static final long GRACE_CPU_NANOS = 1_000_000;

  /** How long it may be over without that CPU time, as the machine may be busy with others. */
  private static final long GRACE_WALL_NANOS = 20_000_000;

  enum Finding {
    FINE,
    DOUBTFUL,
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
    if (isOverdue(sight, suspect, now, cpu)) {
      return Finding.STUCK;
    }
    boolean wasAsleep = sight.asleep && stands;
    sight.asleep = suspect.carrier().os().isAsleep();
    if (!sight.asleep) {
      return Finding.FINE;
    }
    return wasAsleep ? Finding.STUCK : Finding.DOUBTFUL;
  }

  private static boolean isOverdue(Sight sight, Suspect suspect, long now, long cpu) {
    if (now < suspect.overdueFrom()) {
      return false;
    }
    if (sight.cpuWhenOver < 0) {
      sight.cpuWhenOver = cpu;
    }
    return cpu - sight.cpuWhenOver >= GRACE_CPU_NANOS
        || now - suspect.overdueFrom() >= GRACE_WALL_NANOS;
  }
}
