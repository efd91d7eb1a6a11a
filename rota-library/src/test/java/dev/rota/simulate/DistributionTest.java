package dev.rota.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Test
  void fewAreExact() {
    var distribution = new Distribution();
    for (long value = 1; value <= 100; value++) {
      distribution.add(101 - value);
    }
    assertThat(distribution.spread()).isEqualTo(new Spread(50.5, 50, 99, 100));
  }

  @Test
  void theMedianOfTwoIsTheFirst() {
    var distribution = new Distribution();
    distribution.add(7);
    distribution.add(9);
    assertThat(distribution.spread()).isEqualTo(new Spread(8, 7, 9, 9));
  }

  @Test
  void noneIsNothing() {
    assertThat(new Distribution().spread()).isEqualTo(new Spread(0, 0, 0, 0));
  }

  @Test
  void manyAreWithinAHalfPercent() {
    for (int count : new int[] {Distribution.EXACT, Distribution.EXACT + 1, 100_000}) {
      var random = new SplittableRandom(count);
      var distribution = new Distribution();
      var values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = 1L << random.nextInt(62);
        values[i] += random.nextLong(values[i]);
        distribution.add(values[i]);
      }
      Arrays.sort(values);
      var spread = distribution.spread();
      assertThat((double) spread.p50() / values[Math.ceilDiv(count * 50, 100) - 1])
          .isCloseTo(1, within(1 / 256.0));
      assertThat((double) spread.p99() / values[Math.ceilDiv(count * 99, 100) - 1])
          .isCloseTo(1, within(1 / 256.0));
      assertThat(spread.max()).isEqualTo(values[count - 1]);
      assertThat(spread.mean() / Arrays.stream(values).asDoubleStream().average().orElseThrow())
          .isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void theLargestOfAllFits() {
    var distribution = new Distribution();
    for (int i = 0; i <= Distribution.EXACT; i++) {
      distribution.add(Long.MAX_VALUE);
    }
    assertThat(distribution.spread().p99()).isEqualTo(Long.MAX_VALUE);
  }
}
