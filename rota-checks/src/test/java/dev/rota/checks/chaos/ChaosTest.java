package dev.rota.checks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Some of it; {@code -Drota.chaos.seconds} for another time, {@code bin/chaos} by hand. */
class ChaosTest {

  @Test
  void everyTaskEndsOnceAndNothingIsLeft() throws Exception {
    int seconds = Integer.getInteger("rota.chaos.seconds", 20);
    assertThat(Chaos.run(seconds, System.nanoTime())).isEmpty();
  }
}
