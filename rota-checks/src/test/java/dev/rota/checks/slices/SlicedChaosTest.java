package dev.rota.checks.slices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Some of it; {@code -Drota.slices.seconds} for another time, {@code bin/chaos-slices} by hand. */
class SlicedChaosTest {

  @Test
  void noTaskIsLostAndNoneIsStuck() throws Exception {
    int seconds = Integer.getInteger("rota.slices.seconds", 10);
    assertThat(SlicedChaos.run(seconds, System.nanoTime())).isEmpty();
  }
}
