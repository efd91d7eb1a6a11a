package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Examples worked by hand. Those of chapters 7 and 8 of "Operating Systems: Three Easy Pieces" are
 * marked OSTEP; its seconds are milliseconds here.
 */
class TextbookTest {
  private static final long MS = 1_000_000;

  private int order;

  private Toy task(String name, long arrivalMs, long... burstsMs) {
    Long[] bursts = Arrays.stream(burstsMs).mapToObj(ms -> ms * MS).toArray(Long[]::new);
    return new Toy(order++, name, arrivalMs * MS, bursts);
  }

  private static double meanTurnaroundMs(Toy... tasks) {
    return Arrays.stream(tasks).mapToLong(Toy::turnaround).average().orElseThrow() / MS;
  }

  private static double meanResponseMs(Toy... tasks) {
    return Arrays.stream(tasks).mapToLong(Toy::response).average().orElseThrow() / MS;
  }

  private static double rounded(double ms) {
    return Math.round(ms * 100) / 100.0;
  }

  /** OSTEP 7.3. */
  @Test
  void firstComeFirstServed() {
    Toy[] equal = {task("a", 0, 10), task("b", 0, 10), task("c", 0, 10)};
    FakeMachine.of("fifo", 1, equal).run();
    assertThat(meanTurnaroundMs(equal)).isEqualTo(20);
  }

  /** OSTEP 7.3: the convoy behind a long task. */
  @Test
  void aConvoy() {
    Toy[] convoy = {task("a", 0, 100), task("b", 0, 10), task("c", 0, 10)};
    FakeMachine.of("fifo", 1, convoy).run();
    assertThat(meanTurnaroundMs(convoy)).isEqualTo(110);
  }

  /** OSTEP 7.4. */
  @Test
  void shortestFirst() {
    Toy[] tasks = {task("a", 0, 100), task("b", 0, 10), task("c", 0, 10)};
    var machine = FakeMachine.of("sjf", 1, tasks).run();
    assertThat(machine.chart()).isEqualTo("b0-10 c10-20 a20-120");
    assertThat(meanTurnaroundMs(tasks)).isEqualTo(50);
  }

  /** OSTEP 7.4: too late for the short ones. */
  @Test
  void shortestFirstDoesNotInterrupt() {
    Toy[] tasks = {task("a", 0, 100), task("b", 10, 10), task("c", 10, 10)};
    FakeMachine.of("sjf", 1, tasks).run();
    assertThat(rounded(meanTurnaroundMs(tasks))).isEqualTo(103.33);
  }

  /** OSTEP 7.5. */
  @Test
  void shortestRemainingTimeFirst() {
    Toy[] tasks = {task("a", 0, 100), task("b", 10, 10), task("c", 10, 10)};
    var machine = FakeMachine.of("srtf", 1, tasks).run();
    assertThat(machine.chart()).isEqualTo("a0-10 b10-20 c20-30 a30-120");
    assertThat(machine.preemptions).as("for one that needs less, not as much").isEqualTo(1);
    assertThat(meanTurnaroundMs(tasks)).isEqualTo(50);
  }

  /** OSTEP 7.7. */
  @Test
  void roundRobin() {
    Toy[] tasks = {task("a", 0, 5), task("b", 0, 5), task("c", 0, 5)};
    FakeMachine.of("rr:quantum=1ms", 1, tasks).run();
    assertThat(meanResponseMs(tasks)).isEqualTo(1);
    assertThat(meanTurnaroundMs(tasks)).isEqualTo(14);
    Toy[] again = {task("a", 0, 5), task("b", 0, 5), task("c", 0, 5)};
    FakeMachine.of("sjf", 1, again).run();
    assertThat(meanResponseMs(again)).isEqualTo(5);
  }

  /** Silberschatz, Galvin and Gagne: 24, 3 and 3 in quanta of 4 give a mean wait of 17/3. */
  @Test
  void roundRobinOfAnotherBook() {
    Toy[] tasks = {task("p", 0, 24), task("q", 0, 3), task("r", 0, 3)};
    var machine = FakeMachine.of("rr:quantum=4ms", 1, tasks).run();
    assertThat(machine.chart()).isEqualTo("p0-4 q4-7 r7-10 p10-30");
    assertThat(rounded(meanTurnaroundMs(tasks) - 10)).isEqualTo(5.67);
  }

  /** A task that arrives when a slice ends goes before the one whose slice it was. */
  @Test
  void newcomersGoBeforeTheExpired() {
    var machine = FakeMachine.of("rr:quantum=10ms", 1, task("a", 0, 20), task("b", 10, 10)).run();
    assertThat(machine.chart()).isEqualTo("a0-10 b10-20 a20-30");
  }

  @Test
  void priorities() {
    var machine =
        FakeMachine.of(
                "priority:quantum=10ms",
                1,
                task("low", 0, 30),
                task("mid", 5, 20).ranking(1),
                task("twin", 5, 20).ranking(1),
                task("high", 12, 5).ranking(2))
            .run();
    assertThat(machine.chart())
        .isEqualTo("low0-5 mid5-12 high12-17 mid17-20 twin20-30 mid30-40 twin40-50 low50-75");
    assertThat(machine.preemptions).as("for a higher priority, not for the same").isEqualTo(2);
  }

  /** OSTEP 8.2, example 1: a long task sinks. And 2: along came a short one. */
  @Test
  void feedback() {
    var machine =
        FakeMachine.of(
                "mlfq:levels=3,quantum=10ms,boost=1h", 1, task("a", 0, 200), task("b", 100, 20))
            .run();
    assertThat(machine.chart()).isEqualTo("a0-100 b100-120 a120-220");
  }

  /** OSTEP 8.2, example 3: who waits after 1 of 10 ms keeps the highest level for ten turns. */
  @Test
  void feedbackWithInputAndOutput() {
    Toy busy = task("a", 0, 60);
    Toy io = task("b", 0, 1, 5, 1, 5, 1, 5, 1);
    var machine = FakeMachine.of("mlfq:levels=3,quantum=10ms,boost=1h", 1, busy, io);
    assertThat(machine.run().chart())
        .isEqualTo("a0-10 b10-11 a11-16 b16-17 a17-22 b22-23 a23-28 b28-29 a29-64");
  }

  /** OSTEP 8.4: by the first form of rule 4 who waits just before its quantum ends takes all. */
  @Test
  void feedbackCanBeGamedOnlyByItsFirstRules() {
    assertThat(gamed("reset")).isGreaterThan(0.89);
    assertThat(gamed("keep")).isBetween(0.4, 0.6);
  }

  private double gamed(String io) {
    long[] bursts = new long[2001];
    for (int i = 0; i < bursts.length; i++) {
      bursts[i] = i % 2 == 0 ? 9 : 1;
    }
    Toy gamer = task("gamer", 0, bursts);
    Toy honest = task("honest", 0, 100_000);
    FakeMachine.of("mlfq:levels=3,quantum=10ms,boost=1h,io=" + io, 1, gamer, honest)
        .runUntil(2000 * MS);
    return gamer.cpuNanos() / (2000.0 * MS);
  }

  /** OSTEP 8.3: without the boost the long task starves beside two that come and go. */
  @Test
  void theBoostSavesTheStarving() {
    assertThat(starving("1h")).isZero();
    assertThat(starving("50ms") / MS).isBetween(30L, 110L);
  }

  private long starving(String boost) {
    long[] bursts = new long[401];
    Arrays.fill(bursts, 5);
    Toy longTask = task("long", 0, 10_000);
    var machine = FakeMachine.of("mlfq:levels=3,quantum=10ms,io=reset,boost=" + boost, 1, longTask);
    machine.runUntil(100 * MS);
    long before = longTask.cpuNanos();
    assertThat(before).isEqualTo(100 * MS);
    machine.with(
        java.util.List.of(
            new Toy(10, "x", 100 * MS, boxed(bursts)), new Toy(11, "y", 105 * MS, boxed(bursts))));
    machine.runUntil(600 * MS);
    return longTask.cpuNanos() - before;
  }

  private static Long[] boxed(long[] ms) {
    return Arrays.stream(ms).mapToObj(each -> each * MS).toArray(Long[]::new);
  }

  /**
   * A boost puts the levels one behind the other: the lower one's task last, and all at the top.
   */
  @Test
  void theBoostKeepsTheOrderOfTheLevels() {
    var machine =
        FakeMachine.of(
                "mlfq:levels=3,quantum=10ms,boost=35ms",
                1,
                task("a", 0, 25),
                task("b", 0, 25),
                task("c", 30, 8),
                task("d", 30, 10))
            .run();
    // At 35 c runs, d waits at the highest level, a in the middle (b was preempted there at 30).
    assertThat(machine.chart()).isEqualTo("a0-10 b10-20 a20-30 c30-38 d38-48 b48-58 a58-63 b63-68");
  }

  /** OSTEP 8.5: longer quanta below. */
  @Test
  void feedbackWithQuantaByLevel() {
    var machine =
        FakeMachine.of(
                "mlfq:quantum=10ms/20ms/40ms,allotment=2/2/1,boost=1h",
                1,
                task("a", 0, 140),
                task("b", 0, 140))
            .run();
    assertThat(machine.chart())
        .isEqualTo(
            "a0-10 b10-20 a20-30 b30-40 a40-60 b60-80 a80-100 b100-120"
                + " a120-160 b160-200 a200-240 b240-280");
  }

  /** A process's third of the time, split 30/40/30 among its threads. */
  @Test
  void sharesInShares() {
    Toy word = task("word", 0, 9000).in("word");
    Toy one = task("one", 0, 9000).in("qq").weighing(30);
    Toy two = task("two", 0, 9000).in("qq").weighing(40);
    Toy three = task("three", 0, 9000).in("qq").weighing(30);
    Toy music = task("music", 0, 9000).in("music");
    FakeMachine.of("fair:quantum=1ms", 1, word, one, two, three, music).runUntil(9000 * MS);
    assertThat(word.cpuNanos() / MS).isBetween(2998L, 3002L);
    assertThat(music.cpuNanos() / MS).isBetween(2998L, 3002L);
    assertThat(one.cpuNanos() / MS).isBetween(898L, 902L);
    assertThat(two.cpuNanos() / MS).isBetween(1198L, 1202L);
    assertThat(three.cpuNanos() / MS).isBetween(898L, 902L);
  }

  /** Weights 1 and 3, turns of 1: by virtual time 1/w a turn, the older first of two alike. */
  @Test
  void startTimeFairQueueing() {
    var machine =
        FakeMachine.of("fair:quantum=1ms", 1, task("a", 0, 3), task("b", 0, 9).weighing(3)).run();
    assertThat(machine.chart()).isEqualTo("a0-1 b1-4 a4-5 b5-8 a8-9 b9-12");
  }

  /**
   * The first deadlines are 1 and 1/3. Then virtual time is at 1/4, b has had 1/3 and is not
   * eligible. From 1/2 on b is, three times before a, which has had 1, is again, at 5/4.
   */
  @Test
  void earliestEligibleVirtualDeadline() {
    var machine =
        FakeMachine.of("eevdf:quantum=1ms", 1, task("a", 0, 3), task("b", 0, 9).weighing(3)).run();
    assertThat(machine.chart()).isEqualTo("b0-1 a1-2 b2-5 a5-6 b6-9 a9-10 b10-12");
  }

  /**
   * At 2 b's deadline is 3, as it has ten times the weight, and a's is 10. At 12 b, at 3, is ahead.
   */
  @Test
  void anEarlierVirtualDeadlineTakesTheProcessor() {
    var machine =
        FakeMachine.of("eevdf:quantum=10ms", 1, task("a", 0, 10), task("b", 2, 20).weighing(10))
            .run();
    assertThat(machine.chart()).isEqualTo("a0-2 b2-12 a12-20 b20-30");
  }
}
