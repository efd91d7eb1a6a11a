package dev.rota.schedule;

import static dev.rota.schedule.GuaranteesTest.QUANTUM;
import static dev.rota.schedule.GuaranteesTest.US;
import static dev.rota.schedule.GuaranteesTest.bySeed;
import static dev.rota.schedule.GuaranteesTest.hogs;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of tasks that come beside others that never end, and of those. */
class NewcomersTest {

  /**
   * Newcomers without end, each a moment long: those that are there get their turns all the same.
   */
  @Test
  void newcomersStarveNobody() {
    for (String policy :
        List.of(
            "rr:quantum=10us",
            "fair:quantum=10us",
            "eevdf:quantum=10us",
            "lottery:quantum=10us",
            "mlfq:quantum=10us,levels=3,boost=1ms")) {
      Toy one = new Toy(0, "one", 0, Long.MAX_VALUE / 4);
      Toy two = new Toy(1, "two", 0, Long.MAX_VALUE / 4);
      var machine = FakeMachine.of(policy, 1, one, two).withoutSlices();
      machine.runUntil(15 * US); // one is ahead of two
      var newcomers = new ArrayList<Toy>();
      for (int i = 2; i < 2000; i++) { // half of the processor's time
        newcomers.add(new Toy(i, "n" + i, i * 10L * US, 5 * US));
      }
      machine.with(newcomers).runUntil(2000 * 10 * US);
      assertThat(one.longestWait).as(policy).isLessThan(200 * QUANTUM);
      assertThat(two.longestWait).as(policy).isLessThan(200 * QUANTUM);
      assertThat(newcomers).as(policy).filteredOn(task -> task.finished < 0).hasSizeLessThan(50);
    }
  }

  @Test
  void aQuickNewcomerIsServedAtOnceBesideHogs() {
    bySeed(
        seed -> {
          var random = new Random(seed);
          int processors = 1 + random.nextInt(3);
          var tasks = hogs(processors * 4);
          var quick = new ArrayList<Toy>();
          for (int i = 0; i < 100; i++) {
            long arrival = 100 * QUANTUM + i * 50L * US + random.nextLong(20 * US);
            quick.add(new Toy(100 + i, "quick" + i, arrival, US / 2));
          }
          var machine = FakeMachine.of("fair:quantum=10us", processors).with(tasks).with(quick);
          machine.withoutSlices().runUntil(700 * QUANTUM);
          assertThat(quick).allMatch(task -> task.response() == 0);
        });
  }

  /** Some leave before they have paid for their turn, whether they went first or not. */
  @Test
  void newcomersGoFirstByNoMoreThanOneMemberMoreWould() {
    var hogs = hogs(10);
    var newcomers = new ArrayList<Toy>();
    for (int i = 10; i < 2_000; i++) {
      newcomers.add(new Toy(i, "n" + i, i * 20L * US, 9 * US));
    }
    var machine = FakeMachine.of("fair:quantum=10us", 1).with(hogs).with(newcomers).withoutSlices();
    double due = 0;
    while (machine.now() < 2_000 * QUANTUM) {
      machine.runUntil(machine.now() + US);
      long alive = newcomers.stream().filter(task -> task.isAliveAt(machine.now())).count();
      due += US * 10.0 / (10 + alive + 1);
    }
    long used = hogs.stream().mapToLong(Schedulable::cpuNanos).sum();
    assertThat(used).isGreaterThan((long) (0.8 * due));
  }

  /** New groups without end, each with one task. */
  @Test
  void newGroupsStarveNobodyAndAreForgotten() {
    var policy = FairShares.builder().quantum(Duration.ofNanos(QUANTUM)).build();
    Toy hog = new Toy(0, "hog", 0, Long.MAX_VALUE / 4).in("hog");
    var tasks = new ArrayList<>(List.of(hog));
    for (int i = 1; i < 20_000; i++) {
      tasks.add(new Toy(i, "t" + i, i * 10L * US, 9 * US).in("group" + i));
    }
    var machine = new FakeMachine(policy, 1).with(tasks).withoutSlices();
    machine.runUntil(20_000 * 10 * US);
    assertThat(hog.longestWait).isLessThan(50 * QUANTUM);
    assertThat(policy.groups()).isLessThan(3 * Group.MOST_IDLE);
  }
}
