package dev.rota.cli.map;

import dev.rota.cli.progress.Tally;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Notices that for a while workers have died as soon as they start, and no input has ended
 * meanwhile.
 */
final class CircuitWatch {
  private final BooleanSupplier circuitOpen;
  private final Tally tally;
  private final long patience;
  private long since;
  private long doneThen;
  private boolean open;
  private boolean told;

  CircuitWatch(BooleanSupplier circuitOpen, Tally tally, Duration patience) {
    this.circuitOpen = circuitOpen;
    this.tally = tally;
    this.patience = patience.toNanos();
  }

  /** True once, when it has opened for the first time. */
  boolean isNew() {
    boolean first = open && !told;
    told |= open;
    return first;
  }

  /** Asked now and then; true once patience has run out. */
  boolean isHopeless(long now) {
    long done = tally.done();
    boolean wasOpen = open;
    open = circuitOpen.getAsBoolean();
    if (!open || !wasOpen || done != doneThen) {
      since = now;
      doneThen = done;
    }
    return open && now - since >= patience;
  }
}
