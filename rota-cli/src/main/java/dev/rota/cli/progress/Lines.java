package dev.rota.cli.progress;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** A line every ten seconds, for logs. */
final class Lines implements Progress {
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);

  private final Tally tally;
  private final PrintWriter err;
  private long last = System.nanoTime();

  Lines(Tally tally, PrintWriter err) {
    this.tally = tally;
    this.err = err;
  }

  @Override
  public void tick() {
    long now = System.nanoTime();
    if (now - last >= PERIOD) {
      last = now;
      err.printf(
          "rota: %d done, %d failed, %.0f/s%n", tally.done(), tally.failed(), tally.perSecond(now));
    }
  }

  @Override
  public void close() {}
}
