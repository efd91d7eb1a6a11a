package dev.rota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Percentiles beside the exact ones. To replay a seed that failed, start the loop with it. */
class HistogramTest {

  private static final int SEEDS = 200;

  /** How times can be spread. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions are pure
  enum Spread {
    EVEN(random -> random.nextLong(1_000_000)),
    SMALL(random -> random.nextLong(100)),
    EXPONENTIAL(random -> (long) (1e6 * random.nextExponential())),
    ANY_MAGNITUDE(random -> random.nextLong() >>> 1 >>> random.nextInt(63)),
    TWO_PEAKS(random -> random.nextBoolean() ? 900 + random.nextLong(9) : 5_000_000_000L);

    private final ToLongFunction<Random> next;

    Spread(ToLongFunction<Random> next) {
      this.next = next;
    }
  }

  @ParameterizedTest
  @EnumSource
  void percentilesAreWithinTheErrorStated(Spread spread) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      long[] times = random.longs(1 + random.nextInt(5000)).toArray();
      Histogram histogram = new Histogram();
      for (int i = 0; i < times.length; i++) {
        times[i] = spread.next.applyAsLong(random);
        histogram.record(times[i]);
      }
      Arrays.sort(times);
      Percentiles found = histogram.percentiles();
      String of = "seed " + seed;
      assertThat(found.count()).as(of).isEqualTo(times.length);
      assertThat(found.max()).as(of).isEqualTo(Duration.ofNanos(times[times.length - 1]));
      isClose(found.p50(), exact(times, 50), of);
      isClose(found.p90(), exact(times, 90), of);
      isClose(found.p99(), exact(times, 99), of);
    }
  }

  /** The smallest time that so many in a hundred do not exceed. */
  private static long exact(long[] sorted, int percent) {
    return sorted[(int) ((sorted.length * (long) percent + 99) / 100) - 1];
  }

  private static void isClose(Duration found, long exact, String of) {
    assertThat(Math.abs(found.toNanos() - exact)).as(of).isLessThanOrEqualTo(exact / 64);
  }

  @Test
  void theLongestTimeThereIsFits() {
    Histogram histogram = new Histogram();
    histogram.record(Long.MAX_VALUE);
    histogram.record(-1);
    assertThat(histogram.percentiles().max()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    assertThat(histogram.percentiles().p50()).isZero();
  }

  @Test
  void withoutTimesAllIsZero() {
    assertThat(new Histogram().percentiles())
        .isEqualTo(new Percentiles(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  /** Fails if the count is incremented without an atomic operation, or the maximum without one. */
  @Test
  void nothingIsLostWhenManyRecord() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      Histogram histogram = new Histogram();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int offset = i;
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int time = 0; time < 100_000; time++) {
                        histogram.record(4L * time + offset);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(histogram.percentiles().count()).isEqualTo(400_000);
      assertThat(histogram.percentiles().max()).isEqualTo(Duration.ofNanos(399_999));
    }
  }
}
