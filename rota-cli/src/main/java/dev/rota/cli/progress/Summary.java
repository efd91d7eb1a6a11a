package dev.rota.cli.progress;

import static java.util.stream.Collectors.joining;

import dev.rota.PoolStats;
import java.util.Locale;

/** The last line on standard error. */
public final class Summary {
  private Summary() {}

  /** Counts by failure, wall time, rate and how many workers had to be replaced. */
  public static String of(Tally tally, PoolStats stats, long nowNanos) {
    var kinds =
        tally.failures().entrySet().stream()
            .map(kind -> kind.getValue() + " " + kind.getKey().word())
            .collect(joining(", "));
    long restarts = stats.deaths().values().stream().mapToLong(Long::longValue).sum();
    return String.format(
        Locale.ROOT,
        "%d done: %d succeeded, %d failed%s; %.1f s, %.0f/s, %d worker%s restarted",
        tally.done(),
        tally.succeeded(),
        tally.failed(),
        kinds.isEmpty() ? "" : " (" + kinds + ")",
        tally.seconds(nowNanos),
        tally.perSecond(nowNanos),
        restarts,
        restarts == 1 ? "" : "s");
  }
}
