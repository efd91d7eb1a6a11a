package dev.rota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The moments at which a pool looks, for tasks that take CPU time at random rates. */
class TimeLimitsTest {

  private static final long NEVER = Long.MAX_VALUE;
  private static final long MS = 1_000_000;

  @Test
  void anAttemptWithoutLimitsIsNeverLookedAt() {
    TimeLimits none = new TimeLimits(NEVER, NEVER);
    assertThat(none.isLimited()).isFalse();
    assertThat(none.soonest()).isEqualTo(NEVER);
    assertThat(none.left(123, 0)).isEqualTo(NEVER);
    assertThat(none.passed(NEVER - 1, NEVER - 1)).isNull();
  }

  @Test
  void theCpuClockIsNotReadBeforeTheLimitCanBeReached() {
    TimeLimits limits = new TimeLimits(NEVER, 100 * MS);
    assertThat(limits.asksForCpu(100 * MS - 1)).isFalse();
    assertThat(limits.left(60 * MS, 0)).isEqualTo(40 * MS);
    assertThat(limits.asksForCpu(100 * MS)).isTrue();
    assertThat(limits.left(100 * MS, 30 * MS)).isEqualTo(70 * MS);
  }

  @Test
  void everyLimitIsNoticedSoonAndNoneTooSoon() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TimeLimits limits =
          new TimeLimits(
              random.nextBoolean() ? NEVER : random.nextLong(1, 2_000) * MS,
              random.nextLong(1, 2_000) * MS);
      double share = random.nextDouble(0.01, 1); // of the wall time is CPU time
      long end = Math.min(limits.wallNanos(), (long) ((double) limits.cpuNanos() / share)) + 1;
      long wall = limits.soonest();
      int looks = 0;
      while (limits.passed(wall, (long) (wall * share)) == null) {
        long left = limits.left(wall, (long) (wall * share));
        assertThat(left).as("seed %d", seed).isPositive();
        wall += left;
        looks++;
      }
      assertThat(wall).as("seed %d", seed).isBetween(end - 2, end + MS);
      assertThat(looks).as("looks of seed %d", seed).isLessThan(2_500);
    }
  }

  @Test
  void theFailureSaysByWhichClock() {
    TimeLimits limits = new TimeLimits(5 * MS, 1_500_000);
    assertThat(limits.passed(2 * MS, 1_500_000)).hasMessage("timed out after 1.5 ms of CPU time");
    assertThat(limits.passed(5 * MS, 0)).hasMessage("timed out after 5 ms");
    assertThat(new TaskTimedOutException(Duration.ofSeconds(2)))
        .hasMessage("timed out after 2000 ms");
  }
}
