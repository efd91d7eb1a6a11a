package dev.rota.program.turns;

import static dev.rota.program.turns.FakeProcesses.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rota.program.turns.Turn.End;
import dev.rota.schedule.Policy;
import dev.rota.schedule.PolicySpec;
import dev.rota.schedule.Ready;
import dev.rota.schedule.Schedulable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns without processes, by seeds. */
@Timeout(60)
class RotationTest {
  private static final long SECOND = 1000 * MILLI;
  private static final List<String> POLICIES =
      List.of("rr", "fair", "lottery", "eevdf", "mlfq:quantum=20ms/40ms/80ms,levels=3");

  private final List<Turn> turns = new ArrayList<>();

  private Rotation rotation(FakeProcesses processes, PolicySpec policy, int slots) {
    return new Rotation(policy.build(), slots, processes, turns::add);
  }

  private static PolicySpec policy(String text, int quantumMillis) {
    return PolicySpec.parse(text).withQuantum(Duration.ofMillis(quantumMillis));
  }

  @Test
  void noMoreRunThanThereAreSlotsAndAllComeToTheirEnd() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var processes = new FakeProcesses(seed);
      int slots = 1 + random.nextInt(3);
      var rotation = rotation(processes, policy(POLICIES.get(seed % POLICIES.size()), 20), slots);
      long work = 0;
      for (int number = 0; number < 8; number++) {
        long own = (1 + random.nextInt(400)) * MILLI;
        work += own;
        processes.add(number, own, SECOND, 0);
        rotation.add(number, "g" + number % 2, 1 + random.nextInt(4), processes.now);
        processes.run(rotation, processes.now + random.nextInt(60) * MILLI);
      }
      long mostTime = 480 * MILLI + work / slots + 400 * MILLI;
      while (!processes.processes.isEmpty()) {
        processes.step(
            rotation,
            processes.now + SECOND,
            () -> assertThat(processes.running()).isLessThanOrEqualTo(slots));
        assertThat(processes.now).as("seed %s", seed).isLessThan(mostTime * 11 / 10);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void cpuTimeIsSharedByWeight(int slots) {
    for (int seed = 0; seed < 10; seed++) {
      var processes = new FakeProcesses(seed);
      var rotation = rotation(processes, policy("fair", 20), slots);
      double[] weights = slots == 1 ? new double[] {1, 2, 4} : new double[] {1, 2, 4, 1, 2, 4};
      for (int number = 0; number < weights.length; number++) {
        processes.hog(number);
        rotation.add(number, "", weights[number], processes.now);
      }
      processes.run(rotation, 10 * SECOND);
      long all = processes.processes.values().stream().mapToLong(one -> one.cpu).sum();
      assertThat(all / (10.0 * SECOND * slots)).isGreaterThan(0.97);
      for (int number = 0; number < weights.length; number++) {
        double share = (double) processes.get(number).cpu / all * 7 * slots / weights[number];
        assertThat(share).as("seed %s program %s", seed, number).isCloseTo(1, within(0.02));
      }
    }
  }

  @Test
  void aGroupsShareIsSplitAmongItsOwn() {
    var processes = new FakeProcesses(1);
    var rotation = rotation(processes, policy("fair", 10).withGroup("a", 1).withGroup("b", 2), 1);
    double[] weights = {30, 40, 30, 1};
    for (int number = 0; number < 4; number++) {
      processes.hog(number);
      rotation.add(number, number < 3 ? "a" : "b", weights[number], processes.now);
    }
    processes.run(rotation, 10 * SECOND);
    double all = processes.processes.values().stream().mapToLong(one -> one.cpu).sum();
    assertThat(processes.get(3).cpu / all).isCloseTo(2 / 3.0, within(0.02));
    assertThat(processes.get(0).cpu / all).isCloseTo(0.3 / 3, within(0.002));
    assertThat(processes.get(1).cpu / all).isCloseTo(0.4 / 3, within(0.003));
    assertThat(processes.get(2).cpu / all).isCloseTo(0.3 / 3, within(0.002));
  }

  @Test
  void threeTakeTheirQuantaInTurn() {
    var processes = new FakeProcesses(3);
    var rotation = rotation(processes, policy("rr", 100), 1);
    for (int number = 0; number < 3; number++) {
      processes.hog(number);
      rotation.add(number, "", 1, processes.now);
    }
    processes.run(rotation, 3 * SECOND);
    assertThat(turns).hasSizeBetween(28, 30);
    for (int i = 0; i < turns.size(); i++) {
      assertThat(turns.get(i).program()).isEqualTo(i % 3);
      assertThat(turns.get(i).cpuNanos()).isBetween(99 * MILLI, 102 * MILLI);
      assertThat(turns.get(i).why()).isEqualTo(End.EXPIRED);
    }
  }

  @Test
  void whoIsAloneIsNeverStopped() {
    var processes = new FakeProcesses(4);
    var rotation = rotation(processes, policy("rr", 10), 2);
    processes.hog(0);
    processes.hog(1);
    rotation.add(0, "", 1, 0);
    rotation.add(1, "", 1, 0);
    processes.run(rotation, SECOND);
    assertThat(processes.get(0).stops + processes.get(1).stops).isZero();
    assertThat(processes.get(0).cpu).isGreaterThan(990 * MILLI);
  }

  @Test
  void whoSleepsGivesItsTurnUpAndIsNotStoppedAsleep() {
    for (int seed = 0; seed < 10; seed++) {
      turns.clear();
      var processes = new FakeProcesses(seed);
      var rotation = rotation(processes, policy("rr", 100), 1);
      var hog = processes.hog(0);
      var sleeper = processes.add(1, SECOND, 2 * MILLI, 300 * MILLI);
      rotation.add(0, "", 1, 0);
      rotation.add(1, "", 1, 0);
      processes.run(rotation, 10 * SECOND);
      assertThat(hog.cpu).as("seed %s", seed).isGreaterThan(9 * SECOND);
      // A burst waits for one turn of the other at most: 10 s of 300 + 100 + a little.
      assertThat(sleeper.cpu).isGreaterThan(40 * MILLI);
      assertThat(turns).anyMatch(turn -> turn.program() == 1 && turn.why() == End.WAITS);
    }
  }

  @Test
  void whoWakesUpRunsBesideTheOthersForAMomentOnly() {
    var processes = new FakeProcesses(11);
    var rotation = rotation(processes, policy("rr", 100), 1);
    processes.hog(0);
    processes.add(1, 10 * SECOND, 200 * MILLI, 300 * MILLI);
    rotation.add(0, "", 1, 0);
    rotation.add(1, "", 1, 0);
    int[] looks = new int[2];
    while (processes.now < 10 * SECOND) {
      processes.step(
          rotation,
          10 * SECOND,
          () -> {
            looks[0]++;
            looks[1] += processes.running() > 1 ? 1 : 0;
          });
    }
    assertThat(processes.get(1).cpu).isGreaterThan(2 * SECOND);
    assertThat(looks[1]).isPositive().isLessThan(looks[0] / 40); // 10 ms of 600 or more
  }

  @Test
  void allCpuTimeIsChargedWithASlotOrWithout() {
    var processes = new FakeProcesses(5);
    var rotation = rotation(processes, policy("fair", 20), 1);
    processes.add(0, 500 * MILLI, 7 * MILLI, 15 * MILLI);
    processes.add(1, 500 * MILLI, 40 * MILLI, 30 * MILLI);
    processes.add(2, 500 * MILLI, SECOND, 0);
    for (int number = 0; number < 3; number++) {
      rotation.add(number, "", 1, 0);
    }
    processes.run(rotation, 10 * SECOND);
    assertThat(processes.processes).isEmpty();
    long charged = turns.stream().mapToLong(Turn::cpuNanos).sum();
    long notInATurn = 3 * 10 * MILLI; // the last of each, if it came while it waited
    assertThat(charged).isBetween(1500 * MILLI - notInATurn, 1500 * MILLI);
  }

  @Test
  void whoStopsItselfIsLeftAlone() {
    var processes = new FakeProcesses(6);
    var rotation = rotation(processes, policy("rr", 50), 1);
    var stopper = processes.hog(0);
    var hog = processes.hog(1);
    rotation.add(0, "", 1, 0);
    processes.run(rotation, 20 * MILLI);
    stopper.stopped = true;
    rotation.add(1, "", 1, processes.now);
    processes.run(rotation, SECOND);
    assertThat(stopper.cpu).isLessThan(25 * MILLI);
    assertThat(hog.cpu).isGreaterThan(900 * MILLI);
    stopper.stopped = false; // somebody else lets it go on
    processes.run(rotation, 2 * SECOND);
    assertThat(stopper.cpu).isBetween(400 * MILLI, 600 * MILLI);
  }

  @Test
  void whoStopsItselfIsLeftAloneEvenIfNobodyLooksUntilItsTurnIsOver() {
    var processes = new FakeProcesses(12);
    var rotation = rotation(processes, policy("rr", 50), 1);
    var stopper = processes.hog(0);
    var hog = processes.hog(1);
    rotation.add(0, "", 1, 0);
    rotation.add(1, "", 1, 0);
    processes.run(rotation, 20 * MILLI);
    stopper.stopped = true;
    processes.now += 100 * MILLI;
    processes.run(rotation, SECOND);
    assertThat(stopper.cpu).isLessThan(25 * MILLI);
    assertThat(hog.cpu).isGreaterThan(800 * MILLI);
  }

  /** It does not look as if it slept, or had stopped itself. */
  @Test
  void whoHearsLateThatItIsItsTurnKeepsIt() {
    for (int seed = 0; seed < 20; seed++) {
      turns.clear();
      var processes = new FakeProcesses(seed);
      processes.latency = 60 * MILLI;
      var rotation = rotation(processes, policy("rr", 100), 1);
      for (int number = 0; number < 3; number++) {
        processes.hog(number);
        rotation.add(number, "", 1, processes.now);
      }
      while (processes.now < 3 * SECOND) {
        processes.step(
            rotation, 3 * SECOND, () -> assertThat(processes.running()).isLessThanOrEqualTo(1));
      }
      assertThat(turns).hasSizeGreaterThan(15).allMatch(turn -> turn.why() == End.EXPIRED);
    }
  }

  @Test
  void whoCannotBeStoppedDoesNotHoldTheOthersUp() {
    var processes = new FakeProcesses(7);
    var rotation = rotation(processes, policy("rr", 50), 1);
    processes.hog(0).deaf = true;
    processes.hog(1);
    rotation.add(0, "", 1, 0);
    rotation.add(1, "", 1, 0);
    processes.run(rotation, 3 * SECOND);
    assertThat(processes.get(1).cpu).isGreaterThan(900 * MILLI);
  }

  @Test
  void whoIsLetGoRunsAtOnceAndIsNotStoppedAgain() {
    var processes = new FakeProcesses(8);
    var rotation = rotation(processes, policy("rr", 50), 1);
    for (int number = 0; number < 3; number++) {
      processes.hog(number);
      rotation.add(number, "", 1, 0);
    }
    processes.run(rotation, 10 * MILLI);
    var stopped = processes.get(2);
    assertThat(stopped.stopped).isTrue();
    stopped.free = true;
    rotation.letGo(2, processes.now);
    rotation.letGo(2, processes.now);
    processes.run(rotation, SECOND);
    assertThat(stopped.cpu).isGreaterThan(980 * MILLI);
    assertThat(stopped.stops).isZero();
    assertThat(processes.get(0).cpu).isBetween(400 * MILLI, 600 * MILLI);
  }

  /** Also where the policy cannot take it back. */
  @Test
  void whoEndsWhileItIsStoppedIsForgotten() {
    var policy =
        new Policy() {
          private final Policy queue = RotationTest.policy("rr", 20).build();

          @Override
          public void add(Schedulable task, Ready why, long now) {
            queue.add(task, why, now);
          }

          @Override
          public @Nullable Schedulable next(long now) {
            return queue.next(now);
          }

          @Override
          public long slice(Schedulable task, long now) {
            return queue.slice(task, now);
          }
        };
    var processes = new FakeProcesses(9);
    var rotation = new Rotation(policy, 1, processes, turns::add);
    for (int number = 0; number < 3; number++) {
      processes.hog(number);
      rotation.add(number, "", 1, 0);
    }
    processes.run(rotation, 10 * MILLI);
    processes.processes.remove(1); // touching it from now on is an error
    rotation.ended(1, 0, processes.now);
    processes.run(rotation, SECOND);
    assertThat(processes.get(0).cpu).isBetween(450 * MILLI, 550 * MILLI);
    assertThat(processes.get(2).cpu).isBetween(450 * MILLI, 550 * MILLI);
  }

  @Test
  void whoComesMayTakeTheTurnOfAnother() {
    var processes = new FakeProcesses(10);
    var rotation = rotation(processes, policy("mlfq:levels=2,quantum=20ms/200ms", 20), 1);
    processes.hog(0);
    rotation.add(0, "", 1, 0);
    processes.run(rotation, 100 * MILLI);
    processes.hog(1);
    rotation.add(1, "", 1, processes.now);
    processes.run(rotation, 110 * MILLI);
    assertThat(processes.get(1).cpu).isGreaterThan(5 * MILLI);
    assertThat(turns).anyMatch(turn -> turn.program() == 0 && turn.why() == End.PREEMPTED);
  }

  @Test
  void noSlotsAreRefused() {
    assertThatThrownBy(() -> rotation(new FakeProcesses(0), policy("rr", 10), 0))
        .hasMessage("slots must be 1 or more, not 0");
  }
}
