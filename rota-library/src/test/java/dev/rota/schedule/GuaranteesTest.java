package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** What each policy says of itself, on a thousand random mixes each. A failure names its seed. */
class GuaranteesTest {
  private static final int SEEDS = 1000;
  static final long US = 1000;
  static final long QUANTUM = 10 * US;

  static void bySeed(LongConsumer check) {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        check.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static double randomWeight(Random random) {
    return Math.pow(10, random.nextDouble() * 3 - 1.5);
  }

  /** Runs piece by piece, and looks each time. */
  private static void watch(
      FakeMachine machine, Random random, int looks, Consumer<FakeMachine> check) {
    for (int i = 0; i < looks; i++) {
      machine.runUntil(machine.now() + 1 + random.nextLong(20 * QUANTUM));
      check.accept(machine);
    }
  }

  /** That many that never end, of weight 1. */
  static List<Toy> hogs(int count) {
    var hogs = new ArrayList<Toy>();
    for (int i = 0; i < count; i++) {
      hogs.add(new Toy(i, "hog" + i, 0, Long.MAX_VALUE / 4));
    }
    return hogs;
  }

  private static List<Toy> hogs(Random random, int most) {
    var hogs = new ArrayList<Toy>();
    for (int i = 0; i < 2 + random.nextInt(most - 1); i++) {
      hogs.add(new Toy(i, "hog" + i, 0, Long.MAX_VALUE / 4).weighing(randomWeight(random)));
    }
    return hogs;
  }

  /** Sleepers of all kinds, to disturb those that are looked at. */
  private static List<Toy> sleepers(Random random, int first) {
    var sleepers = new ArrayList<Toy>();
    for (int i = 0; i < random.nextInt(5); i++) {
      Long[] bursts = new Long[201];
      for (int burst = 0; burst < bursts.length; burst++) {
        bursts[burst] = 1 + random.nextLong(3 * QUANTUM);
      }
      sleepers.add(
          new Toy(first + i, "s" + i, random.nextLong(50 * QUANTUM), bursts)
              .weighing(randomWeight(random)));
    }
    return sleepers;
  }

  @Test
  void neighboursUnderFairSharesAreApartByNoMoreThanAQuantumEach() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          var hogs = hogs(random, 8);
          var machine =
              FakeMachine.of("fair:quantum=10us", 1)
                  .with(hogs)
                  .with(sleepers(random, 100))
                  .withoutSlices();
          watch(machine, random, 30, _ -> checkApart(hogs));
        });
  }

  private static void checkApart(List<Toy> hogs) {
    for (Toy one : hogs) {
      for (Toy other : hogs) {
        double apart = one.cpuNanos() / one.weight() - other.cpuNanos() / other.weight();
        assertThat(Math.abs(apart))
            .isLessThanOrEqualTo((QUANTUM / one.weight() + QUANTUM / other.weight()) * 1.000001);
      }
    }
  }

  @Test
  void groupsUnderFairSharesAreApartByNoMoreThanAQuantumEach() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          double a = randomWeight(random);
          double b = randomWeight(random);
          var tasks = new ArrayList<Toy>();
          for (int i = 0; i < 2 + random.nextInt(10); i++) {
            String group = i == 0 ? "a" : i == 1 ? "b/c" : List.of("a", "b/c", "b/d").get(i % 3);
            tasks.add(
                new Toy(i, "t" + i, 0, Long.MAX_VALUE / 4)
                    .in(group)
                    .weighing(randomWeight(random)));
          }
          var policy =
              FairShares.builder()
                  .quantum(java.time.Duration.ofNanos(QUANTUM))
                  .group("a", a)
                  .group("b", b)
                  .build();
          var machine = new FakeMachine(policy, 1).with(tasks).withoutSlices();
          watch(
              machine,
              random,
              30,
              _ -> {
                double apart = used(tasks, "a") / a - used(tasks, "b") / b;
                assertThat(Math.abs(apart))
                    .isLessThanOrEqualTo((QUANTUM / a + QUANTUM / b) * 1.000001);
              });
        });
  }

  private static double used(List<Toy> tasks, String group) {
    return tasks.stream()
        .filter(task -> task.share().startsWith(group))
        .mapToLong(Schedulable::cpuNanos)
        .sum();
  }

  /** On several processors, with weights that can be served: within some quanta of each due. */
  @Test
  void sharesHoldOnSeveralProcessors() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          int processors = 2 + random.nextInt(3);
          var hogs = new ArrayList<Toy>();
          for (int i = 0; i < processors * 4; i++) {
            hogs.add(new Toy(i, "h" + i, 0, Long.MAX_VALUE / 4).weighing(1 + random.nextInt(4)));
          }
          double total = hogs.stream().mapToDouble(Toy::weight).sum();
          var machine = FakeMachine.of("fair:quantum=10us", processors).with(hogs).withoutSlices();
          watch(
              machine,
              random,
              10,
              m ->
                  hogs.forEach(
                      hog ->
                          assertThat(hog.cpuNanos())
                              .isBetween(
                                  due(m, hog, total, processors) - 3 * QUANTUM,
                                  due(m, hog, total, processors) + 3 * QUANTUM)));
        });
  }

  private static long due(FakeMachine machine, Toy hog, double total, int processors) {
    return (long) (machine.now() * processors * hog.weight() / total);
  }

  /** One of weight 100 cannot use two processors, and saves nothing up for when others come. */
  @Test
  void aShareThatCannotBeUsedIsNotSavedUp() {
    for (String policy : List.of("fair:quantum=10us", "eevdf:quantum=10us")) {
      Toy heavy = new Toy(0, "heavy", 0, Long.MAX_VALUE / 4).weighing(100);
      Toy light = new Toy(1, "light", 0, Long.MAX_VALUE / 4);
      var machine = FakeMachine.of(policy, 2, heavy, light).withoutSlices();
      machine.runUntil(10_000 * QUANTUM);
      assertThat(light.cpuNanos()).isGreaterThan(9_990 * QUANTUM);
      var newcomers = new ArrayList<Toy>();
      for (int i = 2; i < 6; i++) {
        newcomers.add(new Toy(i, "n" + i, machine.now(), Long.MAX_VALUE / 4).weighing(100));
      }
      machine.with(newcomers).runUntil(20_000 * QUANTUM);
      assertThat(light.longestWait).as(policy).isLessThan(800 * QUANTUM);
      for (Toy newcomer : newcomers) {
        assertThat(newcomer.cpuNanos() / (double) QUANTUM).as(policy).isBetween(3900.0, 4100.0);
      }
    }
  }

  @Test
  void theLagUnderVirtualDeadlinesIsAtMostAQuantum() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          var hogs = hogs(random, 8);
          double total = hogs.stream().mapToDouble(Toy::weight).sum();
          var machine = FakeMachine.of("eevdf:quantum=10us", 1).with(hogs).withoutSlices();
          watch(
              machine,
              random,
              30,
              m ->
                  hogs.forEach(
                      hog ->
                          assertThat(hog.cpuNanos() - (double) m.now() * hog.weight() / total)
                              .isBetween(-QUANTUM * 1.000001, QUANTUM * 1.000001)));
        });
  }

  @Test
  void nobodyStarvesUnderVirtualDeadlinesWhoeverComesAndGoes() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          var hogs = hogs(random, 8);
          var sleepers = sleepers(random, 100);
          double total =
              hogs.stream().mapToDouble(Toy::weight).sum()
                  + sleepers.stream().mapToDouble(Toy::weight).sum();
          var machine =
              FakeMachine.of("eevdf:quantum=10us", 1).with(hogs).with(sleepers).withoutSlices();
          watch(
              machine,
              random,
              30,
              m ->
                  hogs.forEach(
                      hog ->
                          assertThat(hog.cpuNanos() - (double) m.now() * hog.weight() / total)
                              .isGreaterThan(-(2.0 + sleepers.size()) * QUANTUM)));
        });
  }

  @Test
  void aQuickSleeperIsServedAtOnceBesideHogs() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          int processors = 1 + random.nextInt(3);
          var tasks = hogs(processors * 4);
          Long[] bursts = new Long[401];
          for (int i = 0; i < bursts.length; i++) {
            bursts[i] = i % 2 == 0 ? US / 2 : 10 * US + random.nextLong(2 * US);
          }
          Toy quick = new Toy(100, "quick", random.nextLong(100 * QUANTUM), bursts);
          tasks.add(quick);
          var machine = FakeMachine.of("fair:quantum=10us", processors).with(tasks);
          machine.runUntil(quick.arrival + 10 * QUANTUM);
          quick.longestWait = 0; // it was new
          machine.runUntil(quick.arrival + 300 * QUANTUM);
          assertThat(quick.finished).isPositive();
          assertThat(quick.longestWait).isZero();
        });
  }

  /** Who sleeps for long comes back with two quanta, not with all the time it slept. */
  @Test
  void sleepSavesUpLittle() {
    for (String policy : List.of("fair:quantum=10us", "eevdf:quantum=10us")) {
      Toy hog = new Toy(0, "hog", 0, Long.MAX_VALUE / 4);
      Toy sleeper = new Toy(1, "sleeper", 0, US, 10_000 * QUANTUM, 1000 * QUANTUM);
      var machine = FakeMachine.of(policy, 1, hog, sleeper).withoutSlices();
      machine.runUntil(10_200 * QUANTUM);
      assertThat(sleeper.cpuNanos()).as(policy).isBetween(97 * QUANTUM, 103 * QUANTUM);
    }
  }

  @Test
  void aGroupThatSleepsSavesUpLittleToo() {
    Toy hog = new Toy(0, "hog", 0, Long.MAX_VALUE / 4);
    var group = new ArrayList<Toy>();
    for (int i = 1; i < 4; i++) {
      group.add(new Toy(i, "g" + i, 0, US, 10_000 * QUANTUM, 1000 * QUANTUM).in("group"));
    }
    var machine = FakeMachine.of("fair:quantum=10us", 1, hog).with(group).withoutSlices();
    machine.runUntil(10_200 * QUANTUM);
    assertThat(group.stream().mapToLong(Schedulable::cpuNanos).sum())
        .isBetween(97 * QUANTUM, 104 * QUANTUM);
  }

  @Test
  void noTaskWaitsWhileOneOfLowerPriorityRuns() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          var tasks = mix(random, 30);
          tasks.forEach(task -> task.ranking(random.nextInt(4)));
          var machine = FakeMachine.of("priority:quantum=10us", 1).with(tasks).run();
          checkOrder(
              machine, tasks, (running, waiting) -> running.priority() >= waiting.priority());
        });
  }

  private interface InOrder {
    boolean is(Toy running, Toy waiting);
  }

  /**
   * For tasks of one burst: those that arrived and have not ended wait, but for the one that runs.
   */
  private static void checkOrder(FakeMachine machine, List<Toy> tasks, InOrder order) {
    for (var slice : machine.slices) {
      for (Toy task : tasks) {
        if (task.arrival < slice.end() && task.finished > slice.end()) {
          assertThat(task == slice.task() || order.is(slice.task(), task))
              .as("%s while %s waits", slice, task)
              .isTrue();
        }
      }
    }
  }

  private static List<Toy> mix(Random random, int size) {
    var tasks = new ArrayList<Toy>();
    for (int i = 0; i < size; i++) {
      tasks.add(
          new Toy(i, "t" + i, random.nextLong(20) * QUANTUM, 1 + random.nextLong(5) * QUANTUM));
    }
    return tasks;
  }

  @Test
  void firstComeFirstServedEndsInTheOrderOfArrival() {
    bySeed(
        seed -> {
          var tasks = mix(new Random(seed), 30);
          FakeMachine.of("fifo", 1).with(tasks).run();
          for (Toy one : tasks) {
            for (Toy other : tasks) {
              boolean before =
                  one.arrival < other.arrival
                      || (one.arrival == other.arrival && one.order() < other.order());
              assertThat(one.finished < other.finished).isEqualTo(before && one != other);
            }
          }
        });
  }

  /** No order of tasks that are all there has a lower mean turnaround; of two alike the older. */
  @Test
  void shortestFirstIsTheBestOrder() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          var lengths = new ArrayList<Long>();
          for (int i = 0; i < 12; i++) {
            lengths.add(1 + random.nextLong(6));
          }
          var tasks = new ArrayList<Toy>();
          for (int i = 0; i < lengths.size(); i++) {
            tasks.add(new Toy(i, "t" + i, 0, lengths.get(i)));
          }
          FakeMachine.of("sjf", 1).with(tasks).run();
          tasks.sort(java.util.Comparator.comparingLong(task -> task.finished));
          for (int i = 1; i < tasks.size(); i++) {
            Toy before = tasks.get(i - 1);
            Toy after = tasks.get(i);
            assertThat(before.cpuNanos()).isLessThanOrEqualTo(after.cpuNanos());
            assertThat(before.cpuNanos() < after.cpuNanos() || before.order() < after.order())
                .isTrue();
          }
        });
  }

  /** The remaining time first: the mean turnaround of every other policy is at least as long. */
  @Test
  void shortestRemainingTimeFirstHasTheLeastMeanTurnaround() {
    bySeed(
        seed -> {
          long best = turnarounds("srtf", seed);
          for (String policy : List.of("sjf", "fifo", "rr:quantum=10us", "mlfq", "fair")) {
            assertThat(best).as(policy).isLessThanOrEqualTo(turnarounds(policy, seed));
          }
        });
  }

  private static long turnarounds(String policy, long seed) {
    var tasks = mix(new Random(seed), 20);
    FakeMachine.of(policy, 1).with(tasks).withoutSlices().run();
    return tasks.stream().mapToLong(Toy::turnaround).sum();
  }

  @Test
  void inRoundRobinEachWaitsForATurnOfEachOtherAtMost() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          var hogs = hogs(random, 20);
          int processors = 1 + random.nextInt(3);
          FakeMachine.of("rr:quantum=10us", processors)
              .with(hogs)
              .withoutSlices()
              .runUntil(1000 * QUANTUM);
          assertThat(hogs).allMatch(hog -> hog.longestWait <= (hogs.size() - 1) * QUANTUM);
        });
  }

  /** Fewer than one in ten thousand lots lies four standard deviations from what is due. */
  @Test
  void lotsFallByTheNumberOfTickets() {
    int far = 0;
    int all = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      var hogs = hogs(new Random(seed), 6);
      double total = hogs.stream().mapToDouble(Toy::weight).sum();
      int turns = 1000;
      FakeMachine.of("lottery:quantum=10us,seed=" + seed, 1)
          .with(hogs)
          .withoutSlices()
          .runUntil(turns * QUANTUM);
      for (Toy hog : hogs) {
        double due = hog.weight() / total;
        double deviation = Math.sqrt(turns * due * (1 - due)) + 1;
        all++;
        far += Math.abs(hog.cpuNanos() / (double) QUANTUM - turns * due) > 4 * deviation ? 1 : 0;
      }
    }
    assertThat(far).isLessThan(all / 500);
  }

  /** One that uses a fifth of each turn gets nearly as much as those that use all of it. */
  @Test
  void lotsMakeUpForTurnsCutShort() {
    Long[] bursts = new Long[100_001];
    for (int i = 0; i < bursts.length; i++) {
      bursts[i] = i % 2 == 0 ? QUANTUM / 5 : 1L;
    }
    Toy partial = new Toy(40, "partial", 0, bursts);
    var hogs = hogs(40);
    FakeMachine.of("lottery:quantum=10us", 1, partial)
        .with(hogs)
        .withoutSlices()
        .runUntil(50_000 * QUANTUM);
    double mean = hogs.stream().mapToLong(Schedulable::cpuNanos).average().orElseThrow();
    assertThat(partial.cpuNanos() / mean).isBetween(0.8, 1.1);
  }
}
