package dev.rota.simulate;

import static dev.rota.simulate.Play.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The worked examples of two textbooks, digit for digit. */
class TextbookTest {

  /** Silberschatz, Galvin and Gagne, "Operating System Concepts", the chapter on CPU scheduling. */
  @Nested
  class Silberschatz {

    @Test
    void firstComeFirstServed() {
      var run = Play.of("fifo", task("P1", 0, 24), task("P2", 0, 3), task("P3", 0, 3));
      assertThat(run.slices()).isEqualTo("P1 0-24, P2 24-27, P3 27-30");
      assertThat(run.waiting()).isEqualTo("0 24 27");
      assertThat(run.meanWaiting()).isEqualTo(17);
    }

    @Test
    void firstComeFirstServedTheShortFirst() {
      var run = Play.of("fifo", task("P2", 0, 3), task("P3", 0, 3), task("P1", 0, 24));
      assertThat(run.waiting()).isEqualTo("6 0 3");
      assertThat(run.meanWaiting()).isEqualTo(3);
    }

    @Test
    void shortestFirst() {
      Arrival[] tasks = {task("P1", 0, 6), task("P2", 0, 8), task("P3", 0, 7), task("P4", 0, 3)};
      var run = Play.of("sjf", tasks);
      assertThat(run.slices()).isEqualTo("P4 0-3, P1 3-9, P3 9-16, P2 16-24");
      assertThat(run.waiting()).isEqualTo("3 16 9 0");
      assertThat(run.meanWaiting()).isEqualTo(7);
      assertThat(Play.of("fifo", tasks).meanWaiting()).isEqualTo(10.25);
    }

    @Test
    void shortestRemainingTimeFirst() {
      Arrival[] tasks = {task("P1", 0, 8), task("P2", 1, 4), task("P3", 2, 9), task("P4", 3, 5)};
      var run = Play.of("srtf", tasks);
      assertThat(run.slices()).isEqualTo("P1 0-1, P2 1-5, P4 5-10, P1 10-17, P3 17-26");
      assertThat(run.waiting()).isEqualTo("9 0 15 2");
      assertThat(run.meanWaiting()).isEqualTo(6.5);
      assertThat(Play.of("sjf", tasks).meanWaiting()).isEqualTo(7.75);
    }

    @Test
    void roundRobin() {
      var run = Play.of("rr:quantum=4ms", task("P1", 0, 24), task("P2", 0, 3), task("P3", 0, 3));
      assertThat(run.slices())
          .isEqualTo("P1 0-4, P2 4-7, P3 7-10, P1 10-14, P1 14-18, P1 18-22, P1 22-26, P1 26-30");
      assertThat(run.waiting()).isEqualTo("6 4 7");
      assertThat(run.meanWaiting()).isEqualTo(17 / 3.0);
    }

    /** There the smaller number goes first. */
    @Test
    void priority() {
      var run =
          Play.of(
              "priority",
              task("P1", 0, 10).withPriority(-3),
              task("P2", 0, 1).withPriority(-1),
              task("P3", 0, 2).withPriority(-4),
              task("P4", 0, 1).withPriority(-5),
              task("P5", 0, 5).withPriority(-2));
      assertThat(run.slices()).isEqualTo("P2 0-1, P5 1-6, P1 6-16, P3 16-18, P4 18-19");
      assertThat(run.meanWaiting()).isEqualTo(8.2);
    }

    @Test
    void priorityWithRoundRobin() {
      var run =
          Play.of(
              "priority:quantum=2ms",
              task("P1", 0, 4).withPriority(-3),
              task("P2", 0, 5).withPriority(-2),
              task("P3", 0, 8).withPriority(-2),
              task("P4", 0, 7).withPriority(-1),
              task("P5", 0, 3).withPriority(-3));
      assertThat(run.slices())
          .isEqualTo(
              "P4 0-2, P4 2-4, P4 4-6, P4 6-7, P2 7-9, P3 9-11, P2 11-13, P3 13-15, P2 15-16,"
                  + " P3 16-18, P3 18-20, P1 20-22, P5 22-24, P1 24-26, P5 26-27");
    }
  }

  /** R. and A. Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapters 7 and 8. */
  @Nested
  class ThreeEasyPieces {

    @Test
    void firstInFirstOut() {
      assertThat(
              Play.of("fifo", task("A", 0, 10), task("B", 0, 10), task("C", 0, 10))
                  .meanTurnaround())
          .isEqualTo(20);
      assertThat(
              Play.of("fifo", task("A", 0, 100), task("B", 0, 10), task("C", 0, 10))
                  .meanTurnaround())
          .isEqualTo(110);
    }

    @Test
    void shortestJobFirst() {
      assertThat(
              Play.of("sjf", task("A", 0, 100), task("B", 0, 10), task("C", 0, 10))
                  .meanTurnaround())
          .isEqualTo(50);
      assertThat(
              Play.of("sjf", task("A", 0, 100), task("B", 10, 10), task("C", 10, 10))
                  .meanTurnaround())
          .isCloseTo(103.33, within(0.005));
    }

    @Test
    void shortestTimeToCompletionFirst() {
      var run = Play.of("srtf", task("A", 0, 100), task("B", 10, 10), task("C", 10, 10));
      assertThat(run.meanTurnaround()).isEqualTo(50);
      assertThat(run.response()).isEqualTo("0 0 10");
      assertThat(run.meanResponse()).isCloseTo(3.33, within(0.005));
    }

    @Test
    void responseOfRoundRobin() {
      Arrival[] tasks = {task("A", 0, 5), task("B", 0, 5), task("C", 0, 5)};
      assertThat(Play.of("sjf", tasks).meanResponse()).isEqualTo(5);
      var run = Play.of("rr:quantum=1ms", tasks);
      assertThat(run.meanResponse()).isEqualTo(1);
      assertThat(run.turnaround()).isEqualTo("13 14 15");
      assertThat(run.meanTurnaround()).isEqualTo(14);
    }

    /** At 80 both need 10 ms more, and who runs goes on; the book leaves that open. */
    @Test
    void overlapWithInputAndOutput() {
      var run = Play.of("srtf", task("A", 0, 10, 10, 10, 10, 10, 10, 10, 10, 10), task("B", 0, 50));
      assertThat(run.slices())
          .isEqualTo(
              "A 0-10, B 10-20, A 20-30, B 30-40, A 40-50, B 50-60, A 60-70, B 70-90, A 90-100");
      assertThat(run.figures.utilization()).isEqualTo(1);
    }

    private static final String THREE_QUEUES = "mlfq:levels=3,quantum=10ms/10ms/10ms,boost=1h";

    @Test
    void aLongJobSinksInTheFeedbackQueue() {
      var run = Play.of(THREE_QUEUES, task("A", 0, 200), task("B", 100, 20));
      assertThat(run.slices())
          .isEqualTo(
              "A 0-10, A 10-20, A 20-30, A 30-40, A 40-50, A 50-60, A 60-70, A 70-80, A 80-90,"
                  + " A 90-100, B 100-110, B 110-120, A 120-130, A 130-140, A 140-150, A 150-160,"
                  + " A 160-170, A 170-180, A 180-190, A 190-200, A 200-210, A 210-220");
    }

    /** A short job that computes 1 ms before each I/O of 9 keeps its level, and is never late. */
    @Test
    void anInteractiveJobStaysAtTheTop() {
      var run =
          Play.of(THREE_QUEUES + ",io=reset", task("A", 0, 60), task("B", 50, 1, 9, 1, 9, 1, 9, 1));
      assertThat(run.results.get("B").waiting()).isZero();
      assertThat(run.slices()).endsWith("B 50-51, A 51-60, B 60-61, A 61-62, B 70-71, B 80-81");
    }
  }

  /** What the books leave to the reader: one who arrives goes before one whose slice ends then. */
  @Test
  void anArrivalGoesBeforeATaskWhoseSliceEnds() {
    var run = Play.of("rr:quantum=1ms", task("a", 0, 3), task("b", 1, 2));
    assertThat(run.slices()).isEqualTo("a 0-1, b 1-2, a 2-3, b 3-4, a 4-5");
  }

  @Test
  void soDoesOneThatWakes() {
    var run = Play.of("rr:quantum=2ms", task("io", 0, 1, 2, 1), task("cpu", 0, 4));
    assertThat(run.slices()).isEqualTo("io 0-1, cpu 1-3, io 3-4, cpu 4-6");
  }

  @Test
  void ofTwoWhoseSlicesEndTheEarlierArrivalGoesFirst() {
    var run =
        Play.on(
            Machine.of(2),
            "rr:quantum=2ms",
            task("a", 0, 2),
            task("b", 0, 6),
            task("c", 0, 4),
            task("d", 3, 2));
    assertThat(run.slices()).isEqualTo("a 0-2, b@1 0-2, c 2-4, b@1 2-4, d 4-6, b@1 4-6, c 6-8");
  }

  @Test
  void anArrivalGoesBeforeOneThatWakesThen() {
    var run = Play.of("fifo", task("io", 0, 1, 2, 1), task("cpu", 0, 3), task("new", 3, 1));
    assertThat(run.slices()).isEqualTo("io 0-1, cpu 1-4, new 4-5, io 5-6");
  }
}
