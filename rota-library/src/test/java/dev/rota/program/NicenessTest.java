package dev.rota.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NicenessTest {

  /** The kernel's own table of weights: 1024 for niceness 0, 335 for 5, 110 for 10, 15 for 19. */
  @Test
  void isTheKernelsForWeightsBelowTheUsualOne() {
    assertThat(Niceness.of(100, 100)).isZero();
    assertThat(Niceness.of(80, 100)).isEqualTo(1);
    assertThat(Niceness.of(100 * 335 / 1024, 100)).isEqualTo(5);
    assertThat(Niceness.of(100 * 110 / 1024, 100)).isEqualTo(10);
    assertThat(Niceness.of(1, 100)).isEqualTo(19);
  }

  @Test
  void keepsTheDistanceToLargerOnes() {
    assertThat(Niceness.of(200, 200)).isZero();
    assertThat(Niceness.of(100, 200)).isEqualTo(3);
    assertThat(Niceness.of(10_000, 10_000)).isZero();
    assertThat(Niceness.of(100, 10_000)).isEqualTo(19); // as far as it goes
  }
}
