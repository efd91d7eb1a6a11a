package dev.rota.simulate;

import static dev.rota.simulate.Play.MS;
import static dev.rota.simulate.Play.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a machine takes for itself, worked out by hand. Slices are {@code granted/start-end}. */
class CostsTest {

  private static Machine machine(
      long thread, long process, long creation, long refill, int cacheTasks) {
    return new Machine(
        1, new Costs(thread * MS, process * MS, creation * MS, refill * MS, cacheTasks));
  }

  @Test
  void aSwitchCostsMoreBetweenProcesses() {
    var run =
        Play.on(
            machine(1, 3, 0, 0, 1),
            "fifo",
            task("a", 0, 5).withGroup("g"),
            task("b", 0, 5).withGroup("g"),
            task("c", 0, 5).withGroup("h"),
            task("d", 0, 5),
            task("e", 0, 5));
    assertThat(run.slices()).isEqualTo("a 0-5, b 5/6-11, c 11/14-19, d 19/22-27, e 27/30-35");
    assertThat(run.figures.switches()).isEqualTo(4);
    assertThat(run.figures.switching()).isEqualTo(10 * MS);
    assertThat(run.figures.lost()).isEqualTo(10 / 35.0);
    assertThat(run.figures.utilization()).isEqualTo(25 / 35.0);
    assertThat(run.waiting()).isEqualTo("0 6 14 22 30");
    assertThat(run.response()).isEqualTo("0 6 14 22 30");
  }

  @Test
  void goingOnCostsNothing() {
    var run = Play.on(machine(1, 1, 0, 1, 1), "rr:quantum=2ms", task("a", 0, 5));
    assertThat(run.slices()).isEqualTo("a 0-2, a 2-4, a 4-5");
  }

  @Test
  void aTaskIsCreatedOnce() {
    var run = Play.on(machine(0, 0, 2, 0, 1), "rr:quantum=2ms", task("a", 0, 3), task("b", 0, 3));
    assertThat(run.slices()).isEqualTo("a 0/2-4, b 4/6-8, a 8-9, b 9-10");
  }

  @Test
  void aTaskThatComesBackFillsTheCacheAgain() {
    var run = Play.on(machine(0, 0, 0, 4, 1), "rr:quantum=2ms", task("a", 0, 4), task("b", 0, 4));
    assertThat(run.slices()).isEqualTo("a 0-2, b 2-4, a 4/8-10, b 10/14-16");
  }

  @Test
  void whatTheCacheStillHoldsIsForNothing() {
    var run = Play.on(machine(0, 0, 0, 4, 4), "rr:quantum=2ms", task("a", 0, 4), task("b", 0, 4));
    assertThat(run.slices()).isEqualTo("a 0-2, b 2-4, a 4/5-7, b 7/8-10");
  }

  @Test
  void onAnotherCoreAllOfItIsGone() {
    var run =
        Play.on(
            new Machine(2, new Costs(0, 0, 0, 4 * MS, 100)),
            "fifo",
            task("a", 0, 3),
            task("b", 0, 2, 1, 2),
            task("c", 2, 10));
    assertThat(run.slices()).isEqualTo("b@1 0-2, a 0-3, b 3/7-9, c@1 2-12");
  }

  @Test
  void aTaskStaysOnItsCoreIfThatIsFree() {
    var run = Play.on(Machine.of(2), "fifo", task("a", 0, 1, 5, 1), task("b", 0, 2, 1, 2));
    assertThat(run.slices()).isEqualTo("a 0-1, b@1 0-2, b@1 3-5, a 6-7");
  }

  @Test
  void aTaskThatLosesItsCoreBeforeItComputesHasCostWhatWasTakenUntilThen() {
    var run =
        Play.on(
            machine(0, 4, 0, 0, 1),
            "priority",
            task("idle", 0, 1).withPriority(9),
            task("low", 0, 2),
            task("high", 2, 2).withPriority(1));
    assertThat(run.slices()).isEqualTo("idle 0-1, low 1/2-2, high 2/6-8, low 8/12-14");
    assertThat(run.figures.switching()).isEqualTo(9 * MS);
    assertThat(run.response()).isEqualTo("4 0 12");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Costs(-1, 0, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threadSwitch must be 0 to 86400000000000 ns (a day), not -1");
    assertThatThrownBy(() -> new Costs(0, 0, 0, Costs.MAX_NANOS + 1, 1))
        .hasMessageContaining("refill must be");
    assertThatThrownBy(() -> new Costs(0, 0, 0, 0, 0)).hasMessageContaining("cacheTasks");
    assertThatThrownBy(() -> Machine.of(0)).hasMessage("cores must be 1 to 1024, not 0");
    assertThatThrownBy(() -> Machine.of(1025)).hasMessage("cores must be 1 to 1024, not 1025");
    assertThatThrownBy(() -> task("a", -1, 1)).hasMessageContaining("a must arrive at 0");
    assertThatThrownBy(() -> task("a", 0)).hasMessage("a must have a burst");
    assertThatThrownBy(() -> task("a", 0, 1, 0)).hasMessageContaining("must be above 0 ns");
    for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e10}) {
      assertThatThrownBy(() -> task("a", 0, 1).withWeight(weight))
          .hasMessageContaining("the weight of a must be");
      assertThatThrownBy(() -> new Simulation(Machine.of(1)).withGroup("g", weight))
          .hasMessageContaining("the weight of group g must be");
    }
    assertThatThrownBy(() -> new Simulation(Machine.of(1)).withMaxSlices(0))
        .hasMessage("maxSlices must be 1 or more, not 0");
  }
}
