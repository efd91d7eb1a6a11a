package dev.rota.cli.run;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something several times a second until it is closed. */
public final class Ticker implements AutoCloseable {
  private static final int PERIOD_MILLIS = 200;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          action -> Thread.ofPlatform().daemon().name("rota-ticker").unstarted(action));

  /** Begins at once. */
  public Ticker(Runnable action) {
    var _ = timer.scheduleAtFixedRate(action, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
