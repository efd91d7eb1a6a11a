package dev.rota.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Percentiles;
import dev.rota.PoolStats;
import dev.rota.cli.output.FailureKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final Percentiles NONE =
      new Percentiles(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  @Test
  void countsByKind() {
    var tally = new Tally(0);
    tally.success();
    tally.success();
    tally.failure(FailureKind.CRASHED);
    tally.failure(FailureKind.TIMED_OUT);
    tally.failure(FailureKind.CRASHED);
    var stats =
        new PoolStats(
            2,
            0,
            2,
            0,
            0,
            0,
            5,
            2,
            3,
            0,
            6,
            Map.of("SIGSEGV", 2L, "timed out", 1L),
            false,
            "",
            NONE,
            NONE,
            "",
            "");
    assertThat(Summary.of(tally, stats, TimeUnit.SECONDS.toNanos(2)))
        .isEqualTo(
            "5 done: 2 succeeded, 3 failed (2 crashed, 1 timed-out); 2.0 s, 3/s, 3 workers"
                + " restarted");
  }

  @Test
  void elsewhereThanOnATerminalThereIsNothingForTenSeconds() {
    var err = new StringWriter();
    try (var lines = new Lines(new Tally(0), new PrintWriter(err))) {
      lines.tick();
    }
    assertThat(err.toString()).isEmpty();
  }
}
