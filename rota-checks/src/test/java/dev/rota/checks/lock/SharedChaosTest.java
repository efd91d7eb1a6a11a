package dev.rota.checks.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Some of it; {@code -Drota.chaos.locks.seconds} for another time, {@code bin/chaos-locks} by hand.
 */
class SharedChaosTest {

  @Test
  void nobodyIsStuckAndNothingIsHarmed() throws Exception {
    int seconds = Integer.getInteger("rota.chaos.locks.seconds", 10);
    assertThat(SharedChaos.run(seconds, System.nanoTime())).isEmpty();
  }
}
