package dev.rota.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.PolicySpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random tasks on random machines under every policy: what goes in comes out, no core is idle while
 * a task is ready, no core or task is in two places, and the same seed gives the same run. A seed
 * that fails is named; {@code check(seed)} is that one again.
 */
class ConservationTest {
  private static final int SEEDS = Boolean.getBoolean("rota.long") ? 200_000 : 4000;
  private static final List<String> POLICIES =
      List.of(
          "fifo",
          "sjf",
          "srtf",
          "rr:quantum=3us",
          "priority:quantum=2us",
          "mlfq:levels=3,quantum=1us/2us/4us,boost=50us,io=keep",
          "mlfq:levels=2,quantum=2us/5us,boost=1s,io=reset",
          "fair:quantum=2us",
          "lottery:quantum=2us",
          "eevdf:quantum=2us");

  @Test
  void nothingComesFromNothing() {
    for (long seed = 0; seed < SEEDS; seed++) {
      check(seed);
    }
  }

  private static void check(long seed) {
    try {
      var first = run(seed);
      if (seed % 8 == 0) {
        assertThat(run(seed)).as("the same again").isEqualTo(first);
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private static String run(long seed) {
    var random = new SplittableRandom(seed);
    var machine = machine(random);
    var tasks = tasks(random);
    var policy = PolicySpec.parse(POLICIES.get((int) (seed % POLICIES.size())));
    var audit = new Audit(machine, tasks);
    var figures = new Simulation(machine).run(policy.build(), tasks.iterator(), audit);
    audit.check(figures);
    return audit.transcript() + figures;
  }

  private static Machine machine(SplittableRandom random) {
    var costs =
        random.nextBoolean()
            ? Costs.NONE
            : new Costs(
                random.nextLong(3000),
                random.nextLong(5000),
                random.nextLong(4000),
                random.nextLong(6000),
                random.nextInt(1, 6));
    return new Machine(random.nextInt(1, 6), costs);
  }

  /** Times are small and mostly whole microseconds, so that much happens at the same instant. */
  private static List<Arrival> tasks(SplittableRandom random) {
    var tasks = new ArrayList<Arrival>();
    int count = random.nextInt(1, 25);
    for (int i = 0; i < count; i++) {
      var bursts = new long[random.nextInt(1, 8)];
      for (int b = 0; b < bursts.length; b++) {
        bursts[b] = random.nextInt(1, 12) * (random.nextInt(10) == 0 ? 777L : 1000L);
      }
      tasks.add(
          Arrival.at(random.nextInt(40) * 1000L, "t" + i, bursts)
              .withGroup(List.of("", "", "a", "b", "a/x").get(random.nextInt(5)))
              .withWeight(random.nextInt(1, 5))
              .withPriority(random.nextInt(4)));
    }
    tasks.sort(Comparator.comparingLong(Arrival::nanos));
    return tasks;
  }
}
