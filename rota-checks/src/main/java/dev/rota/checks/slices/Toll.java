package dev.rota.checks.slices;

import dev.rota.slice.SliceStats;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened under fire, so that it is seen that all of it did. */
final class Toll {

  private final Map<Deed, LongAdder> begun = new EnumMap<>(Deed.class);
  private final Map<String, Long> policies = new TreeMap<>();
  private long cancelled;
  private long failed;
  private long turns;
  private long expired;
  private long preempted;
  private long compensated;
  private long dismissed;
  private long endedAtOnce;

  Toll() {
    for (Deed deed : Deed.values()) {
      begun.put(deed, new LongAdder());
    }
  }

  /** By a task, on its own thread. */
  void begins(Deed deed) {
    LongAdder count = begun.get(deed);
    if (count != null) {
      count.increment();
    }
  }

  /** At the end of a round. */
  void add(String policy, boolean atOnce, long ofCancelled, long ofFailed, SliceStats stats) {
    policies.merge(policy, 1L, Long::sum);
    endedAtOnce += atOnce ? 1 : 0;
    cancelled += ofCancelled;
    failed += ofFailed;
    turns += stats.turns();
    expired += stats.expired();
    preempted += stats.preempted();
    compensated += stats.compensated();
    dismissed += stats.policyFailure().isEmpty() ? 0 : 1;
  }

  @Override
  public String toString() {
    return """
    tasks begun: %s
    rounds by policy: %s; %d dismissed in the middle, %d pools ended at once
    %d cancelled, %d failed, %d turns, %d expired, %d preempted, %d carriers replaced\
    """
        .formatted(
            begun,
            policies,
            dismissed,
            endedAtOnce,
            cancelled,
            failed,
            turns,
            expired,
            preempted,
            compensated);
  }
}
