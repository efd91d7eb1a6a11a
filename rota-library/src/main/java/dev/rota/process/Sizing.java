package dev.rota.process;

import dev.rota.adapt.Decision;
import dev.rota.adapt.Meter;
import dev.rota.supervise.Supervision;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a pool have as many workers as achieve most. While numbers are compared, workers that are
 * not used for a while stay, as spares do; those that are not needed after all go soon. Guarded by
 * the pool's lock.
 */
final class Sizing {

  /** How long a comparison may wait for tasks until the workers for it are sent away. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Meter meter;
  private final LongSupplier clock;
  private final Dispatcher dispatcher;
  private final StandIns standIns;
  private final Events events;
  private final Workforce workforce;
  private final Timer timer;
  private int kept;
  private boolean comparing;
  private boolean looksLater;

  Sizing(
      Meter meter,
      LongSupplier clock,
      Timer timer,
      Dispatcher dispatcher,
      StandIns standIns,
      Events events,
      Workforce workforce) {
    this.meter = meter;
    this.clock = clock;
    this.timer = timer;
    this.dispatcher = dispatcher;
    this.standIns = standIns;
    this.events = events;
    this.workforce = workforce;
    this.kept = meter.workers();
  }

  /** Tasks have come, and have perhaps found workers that were idle. */
  void came() {
    meter.idle(dispatcher.unused(), clock.getAsLong());
  }

  /** So many tasks have ended, and others have perhaps taken their places. */
  void ended(int tasks) {
    if (tasks > 0 && workforce.supervision().mode() == Supervision.Mode.RUNNING) {
      long now = clock.getAsLong();
      @Nullable Decision decision = meter.ended(tasks, dispatcher.used(), now);
      if (decision != null) {
        apply(decision);
      }
      meter.idle(dispatcher.unused(), now);
    }
  }

  private void apply(Decision decision) {
    events.workersSet(decision);
    comparing = !decision.settled();
    kept = decision.settled() ? decision.workers() : Math.max(kept, decision.workers());
    workforce.keep(kept);
    dispatcher.limit(decision.workers());
    if (workforce.surplus() > 0) {
      standIns.dismissLater();
    }
    if (comparing) {
      lookLater();
    }
  }

  /** In a pool that has come to rest nothing ends, so that nothing would be decided. */
  private void lookLater() {
    if (!looksLater) {
      looksLater = true;
      var _ = timer.in(PATIENCE.toNanos(), this::look);
    }
  }

  private void look() {
    looksLater = false;
    if (dispatcher.busy() == 0) {
      @Nullable Decision decision = meter.rests();
      if (decision != null) {
        apply(decision);
      }
    } else if (comparing) {
      lookLater();
    }
  }

  String inWords() {
    return meter.sizing();
  }
}
