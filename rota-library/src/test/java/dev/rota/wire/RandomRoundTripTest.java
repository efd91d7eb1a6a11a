package dev.rota.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Values nested at random arrive as they left; a failure names the seed that repeats it. */
class RandomRoundTripTest {

  private static final int VALUES = 10_000;

  @Test
  void randomValuesArriveAsTheyLeft() throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < VALUES; i++) {
      long seed = start + i;
      Object value = new RandomValues(seed).next();
      assertThat(RandomValues.same(Trip.back(value), value)).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void theComparisonSeesADifference() {
    assertThat(RandomValues.same(new Object[] {1, new int[] {2}}, new Object[] {1, new int[] {3}}))
        .isFalse();
  }
}
