package dev.rota.http.serve;

import java.time.Duration;

/** Lets the number of processes follow the load, by the rule of {@link Spares}. */
final class SpareSizing implements Sizing {

  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  private final Spares spares;
  private int atOnce = 1;
  private long lookedAt;

  SpareSizing(Plan.Numbers numbers) {
    this.spares = new Spares(numbers.minSpare(), numbers.maxSpare(), numbers.maxWorkers());
  }

  @Override
  public void look(Staff staff, long now) {
    if (now - lookedAt < INTERVAL_NANOS || !staff.isWhole()) {
      return;
    }
    lookedAt = now;
    Spares.Step step = spares.next(new Spares.Step(staff.strength(), atOnce), staff.full());
    atOnce = step.atOnce();
    if (step.strength() != staff.strength()) {
      staff.strength(step.strength(), now);
    }
  }
}
