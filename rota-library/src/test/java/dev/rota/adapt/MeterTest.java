package dev.rota.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the meter has a sample, and what is in it. */
class MeterTest {

  private static final long LEAST = 1_000;

  private final Meter meter = new Meter(new Controller(1, 64, 4, 0), LEAST);

  @Test
  void aSampleCountsFromOneEndToAnother() {
    assertThat(meter.sample(1, 4, 500)).isNull(); // begins
    assertThat(meter.sample(10, 4, 900)).isNull();
    assertThat(meter.sample(20, 4, 1_600)).isEqualTo(new Sample(4, 30, 1_100, 0));
    assertThat(meter.sample(17, 4, 2_600)).isEqualTo(new Sample(4, 17, 1_000, 0));
  }

  @Test
  void aSampleWaitsForEnoughTasks() {
    assertThat(meter.sample(1, 4, 0)).isNull();
    assertThat(meter.sample(15, 4, 1_000_000)).isNull();
    assertThat(meter.sample(1, 4, 2_000_000)).isEqualTo(new Sample(4, 16, 2_000_000, 0));
  }

  @Test
  void aSampleBeginsAnewWhileThereAreMoreOrFewerWorkersThanThereAreToBe() {
    assertThat(meter.sample(1, 4, 0)).isNull();
    assertThat(meter.sample(100, 4, 900)).isNull();
    assertThat(meter.sample(100, 5, 2_000)).isNull();
    assertThat(meter.sample(100, 3, 4_000)).isNull();
    assertThat(meter.sample(100, 4, 4_900)).isNull();
    assertThat(meter.sample(100, 4, 5_000)).isEqualTo(new Sample(4, 200, 1_000, 0));
  }

  @Test
  void timeInWhichWorkersAreIdleIsCounted() {
    meter.idle(3, 100);
    assertThat(meter.sample(1, 4, 1_000)).isNull(); // what was before does not count
    meter.idle(1, 1_200);
    meter.idle(0, 1_600);
    assertThat(meter.sample(16, 4, 2_000)).isEqualTo(new Sample(4, 16, 1_000, 0.25));
    meter.idle(4, 2_000);
    meter.idle(0, 9_000);
    Sample afterAPause = meter.sample(16, 4, 10_000);
    assertThat(afterAPause).isEqualTo(new Sample(4, 16, 8_000, 0.875));
    assertThat(afterAPause.isStarved()).isTrue();
  }

  @Test
  void theClockMayPassItsOverflow() {
    long start = Long.MAX_VALUE - 500;
    meter.idle(1, start - 1_000);
    assertThat(meter.sample(1, 4, start)).isNull();
    meter.idle(0, start + 400);
    assertThat(meter.sample(16, 4, start + 1_000)).isEqualTo(new Sample(4, 16, 1_000, 0.1));
  }

  @Test
  void aSampleOfWorkersThatWereIdleATenthSaysWhatTheyCouldHaveDone() {
    assertThat(new Sample(4, 90, 100, 0.1).isStarved()).isFalse();
    assertThat(new Sample(4, 90, 100, 0.1).logRate())
        .isEqualTo(new Sample(4, 100, 100, 0).logRate());
    assertThat(new Sample(4, 90, 100, 0.11).isStarved()).isTrue();
  }
}
