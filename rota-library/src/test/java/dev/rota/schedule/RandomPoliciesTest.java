package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every policy on random machines with random tasks: all end, no processor is idle while one is
 * ready ({@link FakeMachine} looks), nobody runs for longer than was asked for. A failing world
 * names its seed; {@code live(policy, seed)} replays it.
 */
class RandomPoliciesTest {

  private static final int SEEDS = 1000;

  static List<String> all() {
    return List.of(
        "fifo",
        "sjf",
        "srtf",
        "rr:quantum=3us",
        "priority:quantum=3us",
        "mlfq:quantum=1us/2us/5us,allotment=2,boost=100us",
        "mlfq:levels=4,quantum=2us,boost=50us,io=reset",
        "fair:quantum=3us",
        "lottery:quantum=3us,seed=5",
        "eevdf:quantum=3us");
  }

  @TestFactory
  Stream<DynamicTest> runsAllTasksToTheirEnd() {
    return all().stream().map(policy -> dynamicTest(policy, () -> live(policy)));
  }

  private static void live(String policy) {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        live(policy, seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void live(String policy, long seed) {
    var random = new Random(seed);
    var tasks = new ArrayList<Toy>();
    long work = 0;
    for (int i = random.nextInt(40); i >= 0; i--) {
      Long[] bursts = new Long[1 + 2 * random.nextInt(4)];
      for (int burst = 0; burst < bursts.length; burst++) {
        bursts[burst] = 1L + random.nextInt(random.nextBoolean() ? 50 : 20_000);
        work += burst % 2 == 0 ? bursts[burst] : 0;
      }
      tasks.add(
          new Toy(tasks.size(), "t" + tasks.size(), random.nextInt(30_000), bursts)
              .in(List.of("", "a", "a/b", "a/c", "d").get(random.nextInt(5)))
              .weighing(Math.pow(10, random.nextInt(5) - 2))
              .ranking(random.nextInt(3)));
    }
    long[] beginnings = {0, -20_000, Long.MAX_VALUE / 2, Long.MIN_VALUE / 4};
    var machine =
        new FakeMachine(PolicySpec.parse(policy).build(), 1 + random.nextInt(4))
            .from(beginnings[random.nextInt(beginnings.length)])
            .with(tasks)
            .run();
    assertThat(tasks).allMatch(task -> task.finished >= 0 && task.left == 0);
    assertThat(machine.slices.stream().mapToLong(slice -> slice.end() - slice.start()).sum())
        .isEqualTo(work);
  }

  /** The same seed gives the same run: policies have no randomness of their own. */
  @TestFactory
  Stream<DynamicTest> runsTheSameTwice() {
    return all().stream()
        .map(policy -> dynamicTest(policy, () -> assertThat(run(policy)).isEqualTo(run(policy))));
  }

  private static String run(String policy) {
    var tasks = new ArrayList<Toy>();
    for (int i = 0; i < 50; i++) {
      tasks.add(new Toy(i, "t" + i, i * 700L, 5000L, 300L, 9000L).weighing(1 + i % 3));
    }
    return new FakeMachine(PolicySpec.parse(policy).build(), 3).with(tasks).run().chart();
  }
}
