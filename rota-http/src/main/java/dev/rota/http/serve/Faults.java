package dev.rota.http.serve;

import dev.rota.http.link.Row.Count;
import java.time.Duration;
import java.util.Optional;

/** Finds what is so wrong with a worker that it is killed. Pure. */
final class Faults {

  /** How much longer than a request may take an event loop may be silent. */
  private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private Faults() {}

  static Optional<String> of(Member member, Plan plan, long now) {
    if (!member.ready) {
      return now - member.startedAt > plan.care().startTimeout().toNanos()
          ? Optional.of("was not ready in time")
          : Optional.empty();
    }
    long beat = member.row.get(Count.BEAT);
    boolean silent = now - beat > plan.timeouts().request().toNanos() + SILENCE_NANOS;
    return !plan.isCommand() && beat != 0 && silent
        ? Optional.of("gives no sign of life")
        : Optional.empty();
  }
}
