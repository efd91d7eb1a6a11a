package dev.rota.http.serve;

import dev.rota.Workers;
import dev.rota.adapt.Controller;
import dev.rota.adapt.Decision;
import dev.rota.adapt.Meter;
import dev.rota.http.link.Row.Count;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets there be as many processes as answer most requests, by what the board says of them. A
 * process counts as idle if at the moment of a look it handles nothing.
 */
final class AutoSizing implements Sizing {

  /** How long a sample takes at least, in ns. */
  private static final long SAMPLE_NANOS = Duration.ofMillis(500).toNanos();

  /** So many samples do not count after a change: connections move, and new JVMs are slow. */
  private static final int SETTLING = 3;

  private final Workers bounds;
  private final Journal journal;
  private @Nullable Meter meter; // from the first look on
  private Map<Integer, Long> answered = new HashMap<>(); // by worker

  AutoSizing(Workers bounds, Journal journal) {
    this.bounds = bounds;
    this.journal = journal;
  }

  @Override
  public boolean isAutomatic() {
    return true;
  }

  @Override
  public void look(Staff staff, long now) {
    Meter measured = meter;
    if (measured == null) {
      int first = Math.clamp(staff.strength(), bounds.least(), bounds.most());
      measured =
          new Meter(new Controller(bounds.least(), bounds.most(), first, SETTLING), SAMPLE_NANOS);
      meter = measured;
    }
    measured.idle(Math.max(0, staff.strength() - staff.atWork()), now);
    int ended = ended(staff);
    if (ended > 0) {
      int present = staff.isWhole() ? staff.present() : 0;
      @Nullable Decision decision = measured.ended(ended, present, now);
      if (decision != null) {
        apply(decision, staff, now);
      }
    }
  }

  /** How many requests were answered since the last look. */
  private int ended(Staff staff) {
    Map<Integer, Long> counts = new HashMap<>();
    long more = 0;
    for (Member member : staff.members()) {
      long count = member.row.get(Count.REQUESTS);
      counts.put(member.worker, count);
      more += Math.max(0, count - answered.getOrDefault(member.worker, 0L));
    }
    answered = counts;
    return (int) Math.min(more, Integer.MAX_VALUE);
  }

  private void apply(Decision decision, Staff staff, long now) {
    journal.say(decision.workers() + " workers: " + decision.why());
    staff.compares(!decision.settled());
    if (decision.workers() != staff.strength()) {
      staff.strength(decision.workers(), now);
    }
  }
}
