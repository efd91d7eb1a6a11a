package dev.rota.thread;

import dev.rota.adapt.Decision;
import dev.rota.adapt.Meter;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a crew become as large as achieves most. Not thread-safe: the pool calls it under its lock.
 */
final class Sizing {

  private final Crew crew;
  private final Events events;
  private final LongSupplier clock;
  private final Meter meter;
  private int resting;

  Sizing(Meter meter, Crew crew, Events events, LongSupplier clock) {
    this.meter = meter;
    this.crew = crew;
    this.events = events;
    this.clock = clock;
  }

  /** So many workers more have nothing to do, or fewer. */
  void rest(int change) {
    resting += change;
    meter.idle(resting, clock.getAsLong());
  }

  /** A task has ended; true if the crew is to be of another size for that. */
  boolean changesAtAnEnd() {
    int atWork = crew.present() - crew.waiting(); // those that wait have others in their place
    @Nullable Decision decision = meter.ended(1, atWork, clock.getAsLong());
    if (decision == null) {
      return false;
    }
    apply(decision);
    return true;
  }

  /** No more threads are to be had: the crew stays as it is. */
  void cannotGrow() {
    apply(meter.cannotHave(Math.max(1, crew.present() - crew.waiting())));
  }

  private void apply(Decision decision) {
    crew.resize(decision.workers());
    events.workersSet(decision);
  }

  String inWords() {
    return meter.sizing();
  }
}
