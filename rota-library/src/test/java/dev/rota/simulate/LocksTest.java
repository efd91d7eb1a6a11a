package dev.rota.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.schedule.PolicySpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Locks in runs that one can work out by hand; times are milliseconds. */
class LocksTest {
  private static final long MS = Play.MS;

  private static final Simulation ONE_CORE = new Simulation(Machine.of(1));

  private static Play play(Simulation simulation, String policy, Arrival... tasks) {
    return Play.of(simulation, PolicySpec.parse(policy).build(), tasks);
  }

  /** Computes, then computes with the lock, then without. */
  private static Arrival task(String name, long arrival, long before, long with, long after) {
    var steps = Steps.builder();
    if (before > 0) {
      steps.computes(before * MS);
    }
    steps.locks("m").computes(with * MS).unlocks("m");
    if (after > 0) {
      steps.computes(after * MS);
    }
    return Arrival.at(arrival * MS, name, steps.build());
  }

  @Test
  void whoeverWaitsForAMutexComesInOrder() {
    var play =
        play(ONE_CORE, "fifo", task("a", 0, 0, 4, 1), task("b", 1, 1, 2, 0), task("c", 2, 0, 3, 0));
    assertThat(play.slices()).isEqualTo("a 0-5, b 5-8, c 8-11");
    assertThat(play.results.get("c").blocked()).isEqualTo(0);
  }

  /** It lends its turns, so the two that wait add two turns to each of a's. */
  @Test
  void whoWaitsLendsItsTurns() {
    Arrival[] tasks = {
      task("a", 0, 0, 6, 1), task("b", 1, 0, 1, 1), Play.task("hog", 1, 10), task("c", 1, 0, 1, 0)
    };
    assertThat(play(ONE_CORE, "rr:quantum=2ms", tasks).slices())
        .startsWith("a 0-2, a 2-4, hog 4-6, a 6-8, a 8-9, b 9-11, hog 11-13, c 13-14, hog 14-16");
    assertThat(play(ONE_CORE.withoutInheritance(), "rr:quantum=2ms", tasks).slices())
        .startsWith("a 0-2, hog 2-4, a 4-6, hog 6-8, a 8-10");
  }

  private static final Arrival[] PATHFINDER = {
    task("low", 0, 1, 4, 1).withPriority(1),
    Play.task("medium", 3, 100).withPriority(2),
    task("high", 2, 0, 2, 1).withPriority(3)
  };

  private static Play pathfinder(Simulation simulation) {
    return play(simulation, "priority:quantum=1s", PATHFINDER[0], PATHFINDER[2], PATHFINDER[1]);
  }

  /** High waits for low, and medium, which needs no lock, keeps low from its core. */
  @Test
  void withoutInheritanceThePriorityIsInverted() {
    var play = pathfinder(ONE_CORE.withoutInheritance());
    assertThat(play.slices())
        .isEqualTo("low 0-2, low 2-3, medium 3-103, low 103-105, high 105-108, low 108-109");
    var high = play.results.get("high");
    assertThat(high.blocked()).isEqualTo(103 * MS);
    assertThat(high.inverted()).isEqualTo(100 * MS);
    assertThat(play.figures.all().inverted()).isEqualTo(100 * MS);
    assertThat(high.waiting()).isZero();
  }

  @Test
  void withInheritanceLowGoesOnAtThePriorityOfHigh() {
    var play = pathfinder(ONE_CORE);
    assertThat(play.slices()).isEqualTo("low 0-2, low 2-5, high 5-8, medium 8-108, low 108-109");
    assertThat(play.results.get("high").inverted()).isZero();
  }

  /** A share of a hundredth holds what a share of ninety-nine wants. */
  @Test
  void withInheritanceASmallShareGoesOnAtThePaceOfALarge() {
    Arrival[] tasks = {
      task("small", 0, 0, 50, 0).withWeight(1),
      task("large", 1, 0, 1, 0).withWeight(99),
      Play.task("hog", 1, 10_000).withWeight(100)
    };
    var with = play(ONE_CORE, "fair:quantum=1ms", tasks).results.get("large").finish();
    var without =
        play(ONE_CORE.withoutInheritance(), "fair:quantum=1ms", tasks)
            .results
            .get("large")
            .finish();
    assertThat(with).isBetween(90 * MS, 115 * MS); // half of the core for 49 ms
    assertThat(without).isGreaterThan(3_000 * MS); // a hundredth
  }

  /** Along a chain: high waits for middle, which waits for low. */
  @Test
  void turnsAreLentAlongAChain() {
    var low =
        Arrival.at(0, "low", Steps.builder().locks("m").computes(5 * MS).unlocks("m").build());
    var middle =
        Arrival.at(
            MS,
            "middle",
            Steps.builder().locks("n").locks("m").computes(MS).unlocks("m").unlocks("n").build());
    var high =
        Arrival.at(2 * MS, "high", Steps.builder().locks("n").computes(MS).unlocks("n").build());
    var play =
        play(
            ONE_CORE,
            "priority:quantum=1s",
            low.withPriority(1),
            middle.withPriority(2),
            high.withPriority(9),
            Play.task("hog", 3, 50).withPriority(5));
    assertThat(play.slices())
        .isEqualTo("low 0-1, low 1-2, low 2-5, middle 5-6, high 6-7, hog 7-57");
  }

  /** The mutex is held through a wait for I/O: nobody can lend anything then. */
  @Test
  void nothingIsLentToWhoSleeps() {
    var steps = Steps.builder().locks("m").computes(MS).waits(10 * MS).computes(MS).unlocks("m");
    var play =
        play(
            ONE_CORE,
            "rr:quantum=1ms",
            Arrival.at(0, "a", steps.build()),
            task("b", 0, 0, 1, 0),
            Play.task("hog", 5, 3));
    assertThat(play.slices()).isEqualTo("a 0-1, hog 5-6, hog 6-7, hog 7-8, a 11-12, b 12-13");
    assertThat(play.waiting()).isEqualTo("0 1 0");
  }

  @Test
  void onSeveralCoresWhoRunsAlreadyNeedsNothingLent() {
    var play =
        play(
            new Simulation(Machine.of(2)),
            "rr:quantum=2ms",
            task("a", 0, 0, 5, 0),
            task("b", 0, 0, 5, 0),
            Play.task("hog", 0, 10));
    assertThat(play.results.get("a").finish()).isEqualTo(5 * MS);
    assertThat(play.results.get("b").finish()).isEqualTo(10 * MS);
    assertThat(play.figures.makespan()).isEqualTo(10 * MS);
  }

  @Test
  void aSemaphoreLetsAsManyInAsItHasPermits() {
    var play =
        play(
            new Simulation(Machine.of(4)).withSemaphore("m", 2),
            "fifo",
            task("a", 0, 0, 5, 0),
            task("b", 0, 0, 5, 0),
            task("c", 0, 0, 5, 0),
            task("d", 0, 0, 5, 0));
    assertThat(play.results.values())
        .extracting(result -> result.finish() / MS)
        .containsExactly(5L, 5L, 10L, 10L);
    assertThat(play.results.get("d").blocked()).isEqualTo(5 * MS);
  }

  @Test
  void aDeadlockIsTold() {
    var ab = Steps.builder().locks("a").computes(MS).locks("b").computes(MS);
    var ba = Steps.builder().locks("b").computes(MS).locks("a").computes(MS);
    assertThatThrownBy(
            () ->
                play(
                    new Simulation(Machine.of(2)),
                    "fifo",
                    Arrival.at(0, "one", ab.unlocks("b").unlocks("a").build()),
                    Arrival.at(0, "two", ba.unlocks("a").unlocks("b").build())))
        .isInstanceOf(SimulationException.class)
        .hasMessage(
            "a deadlock at 1000000 ns: two waits for a; one, which has it, waits for b, which two"
                + " has");
  }

  @Test
  void whoWaitsForASemaphoreForEverIsTold() {
    var twice = Steps.builder().locks("s").computes(MS).locks("t").computes(MS);
    var other = Steps.builder().locks("t").computes(MS).locks("s").computes(MS);
    assertThatThrownBy(
            () ->
                play(
                    new Simulation(Machine.of(2)).withSemaphore("s", 1).withSemaphore("t", 1),
                    "fifo",
                    Arrival.at(0, "one", twice.unlocks("t").unlocks("s").build()),
                    Arrival.at(0, "two", other.unlocks("s").unlocks("t").build())))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("for ever");
  }

  @Test
  void stepsThatCannotBeAreRefused() {
    List.<Runnable>of(
            () -> Steps.builder().locks("m").locks("m"),
            () -> Steps.builder().unlocks("m"),
            () -> Steps.builder().locks("m").build(),
            () -> Steps.builder().build(),
            () -> Steps.builder().computes(0),
            () -> Steps.builder().waits(-1),
            () -> new Simulation(Machine.of(1)).withSemaphore("s", 0))
        .forEach(
            wrong ->
                assertThatThrownBy(wrong::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must"));
  }
}
