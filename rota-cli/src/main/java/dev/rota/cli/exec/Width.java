package dev.rota.cli.exec;

import dev.rota.Workers;
import dev.rota.adapt.Controller;
import dev.rota.adapt.Decision;
import dev.rota.adapt.Meter;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** How many programs are to run at once. Used by the dispatcher's thread. */
interface Width {

  int workers();

  /** All have been started that can be: so many run. */
  void running(int running);

  /** One of {@code running} has ended. */
  void ended(int running);

  /** Always as many. */
  record Fixed(int workers) implements Width {

    @Override
    public void running(int running) {}

    @Override
    public void ended(int running) {}
  }

  /** As many as achieve most. */
  final class Found implements Width {
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Meter meter;
    private final LongSupplier clock;
    private final Consumer<Decision> changes;

    Found(Workers bounds, LongSupplier clock, Consumer<Decision> changes) {
      this.meter =
          new Meter(new Controller(bounds.least(), bounds.most(), bounds.first(), 1), SAMPLE_NANOS);
      this.clock = clock;
      this.changes = changes;
    }

    @Override
    public int workers() {
      return meter.workers();
    }

    @Override
    public void running(int running) {
      meter.idle(Math.max(0, workers() - running), clock.getAsLong());
    }

    /** Those that are missing have just ended, too, or are idle, which is counted. */
    @Override
    public void ended(int running) {
      var decision = meter.ended(1, Math.max(workers(), running), clock.getAsLong());
      if (decision != null) {
        changes.accept(decision);
      }
    }
  }
}
