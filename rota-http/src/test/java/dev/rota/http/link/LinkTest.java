package dev.rota.http.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.http.Model;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What master and worker say to each other comes over as it was. */
class LinkTest {

  @Test
  void settingsComeOverTheCommandLine() {
    WorkerSettings settings =
        new WorkerSettings(
            "a.B$C",
            Model.EVENT_PROCESSES,
            3,
            "serve.8080",
            7,
            true,
            13,
            Duration.ofNanos(20),
            new Limits(11, 12, 17, 18, 19),
            new Timeouts(
                Duration.ofMillis(14),
                Duration.ofSeconds(15),
                Duration.ofMinutes(16),
                Duration.ofDays(21)),
            "www-data",
            new TlsFiles("/c.pem", "/k.pem"),
            new Health("/health", Duration.ofMillis(22)),
            "/status",
            new LogFile("", true));
    assertThat(WorkerSettings.parse(settings.arguments().toArray(String[]::new)))
        .isEqualTo(settings);
  }

  @Test
  void latenciesAreAtMostAFifthTooHigh() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long micros = 1 + (long) Math.pow(2, random.nextDouble() * 31);
      long[] counts = new long[Latency.BUCKETS];
      counts[Latency.bucket(micros * 1000)]++;
      double told = new Latency(counts).micros(0.5);
      assertThat(told).isBetween((double) micros, micros * 1.26 + 1);
    }
  }
}
