package dev.rota.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.cli.progress.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitWatchTest {
  private final Tally tally = new Tally(0);
  private boolean open;
  private final CircuitWatch watch = new CircuitWatch(() -> open, tally, Duration.ofNanos(10));

  @Test
  void anOpenCircuitIsWaitedFor() {
    open = true;
    assertThat(watch.isHopeless(0)).isFalse();
    assertThat(watch.isHopeless(9)).isFalse();
    assertThat(watch.isHopeless(10)).isTrue();
  }

  @Test
  void aResultOrAClosedCircuitBeginsTheWaitAnew() {
    open = true;
    assertThat(watch.isHopeless(0)).isFalse();
    tally.success();
    assertThat(watch.isHopeless(9)).isFalse();
    open = false;
    assertThat(watch.isHopeless(18)).isFalse();
    open = true;
    assertThat(watch.isHopeless(27)).isFalse();
    assertThat(watch.isHopeless(37)).isTrue();
  }
}
