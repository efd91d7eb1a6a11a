package dev.rota.program.turns;

import static dev.rota.program.turns.FakeMachine.MILLI;
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

  private Rotation rotation(FakeMachine machine, PolicySpec policy, int slots) {
    return new Rotation(policy.build(), slots, machine, turns::add);
  }

  private static PolicySpec policy(String text, int quantumMillis) {
    return PolicySpec.parse(text).withQuantum(Duration.ofMillis(quantumMillis));
  }

  @Test
  void noMoreRunThanThereAreSlotsAndAllComeToTheirEnd() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var machine = new FakeMachine(seed);
      int slots = 1 + random.nextInt(3);
      var rotation = rotation(machine, policy(POLICIES.get(seed % POLICIES.size()), 20), slots);
      long work = 0;
      for (int number = 0; number < 8; number++) {
        long own = (1 + random.nextInt(400)) * MILLI;
        work += own;
        machine.add(number, own, SECOND, 0);
        rotation.add(number, "g" + number % 2, 1 + random.nextInt(4), machine.now);
        machine.run(rotation, machine.now + random.nextInt(60) * MILLI);
      }
      long mostTime = 480 * MILLI + work / slots + 400 * MILLI;
      while (!machine.processes.isEmpty()) {
        machine.step(
            rotation,
            machine.now + SECOND,
            () -> assertThat(machine.running()).isLessThanOrEqualTo(slots));
        assertThat(machine.now).as("seed %s", seed).isLessThan(mostTime * 11 / 10);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void cpuTimeIsSharedByWeight(int slots) {
    for (int seed = 0; seed < 10; seed++) {
      var machine = new FakeMachine(seed);
      var rotation = rotation(machine, policy("fair", 20), slots);
      double[] weights = slots == 1 ? new double[] {1, 2, 4} : new double[] {1, 2, 4, 1, 2, 4};
      for (int number = 0; number < weights.length; number++) {
        machine.hog(number);
        rotation.add(number, "", weights[number], machine.now);
      }
      machine.run(rotation, 10 * SECOND);
      long all = machine.processes.values().stream().mapToLong(one -> one.cpu).sum();
      assertThat(all / (10.0 * SECOND * slots)).isGreaterThan(0.97);
      for (int number = 0; number < weights.length; number++) {
        double share = (double) machine.get(number).cpu / all * 7 * slots / weights[number];
        assertThat(share).as("seed %s program %s", seed, number).isCloseTo(1, within(0.02));
      }
    }
  }

  @Test
  void aGroupsShareIsSplitAmongItsOwn() {
    var machine = new FakeMachine(1);
    var rotation = rotation(machine, policy("fair", 10).withGroup("a", 1).withGroup("b", 2), 1);
    double[] weights = {30, 40, 30, 1};
    for (int number = 0; number < 4; number++) {
      machine.hog(number);
      rotation.add(number, number < 3 ? "a" : "b", weights[number], machine.now);
    }
    machine.run(rotation, 10 * SECOND);
    double all = machine.processes.values().stream().mapToLong(one -> one.cpu).sum();
    assertThat(machine.get(3).cpu / all).isCloseTo(2 / 3.0, within(0.02));
    assertThat(machine.get(0).cpu / all).isCloseTo(0.3 / 3, within(0.002));
    assertThat(machine.get(1).cpu / all).isCloseTo(0.4 / 3, within(0.003));
    assertThat(machine.get(2).cpu / all).isCloseTo(0.3 / 3, within(0.002));
  }

  @Test
  void threeTakeTheirQuantaInTurn() {
    var machine = new FakeMachine(3);
    var rotation = rotation(machine, policy("rr", 100), 1);
    for (int number = 0; number < 3; number++) {
      machine.hog(number);
      rotation.add(number, "", 1, machine.now);
    }
    machine.run(rotation, 3 * SECOND);
    assertThat(turns).hasSizeBetween(28, 30);
    for (int i = 0; i < turns.size(); i++) {
      assertThat(turns.get(i).program()).isEqualTo(i % 3);
      assertThat(turns.get(i).cpuNanos()).isBetween(99 * MILLI, 102 * MILLI);
      assertThat(turns.get(i).why()).isEqualTo(End.EXPIRED);
    }
  }

  @Test
  void whoIsAloneIsNeverStopped() {
    var machine = new FakeMachine(4);
    var rotation = rotation(machine, policy("rr", 10), 2);
    machine.hog(0);
    machine.hog(1);
    rotation.add(0, "", 1, 0);
    rotation.add(1, "", 1, 0);
    machine.run(rotation, SECOND);
    assertThat(machine.get(0).stops + machine.get(1).stops).isZero();
    assertThat(machine.get(0).cpu).isGreaterThan(990 * MILLI);
  }

  @Test
  void whoSleepsGivesItsTurnUpAndIsNotStoppedAsleep() {
    for (int seed = 0; seed < 10; seed++) {
      turns.clear();
      var machine = new FakeMachine(seed);
      var rotation = rotation(machine, policy("rr", 100), 1);
      var hog = machine.hog(0);
      var sleeper = machine.add(1, SECOND, 2 * MILLI, 300 * MILLI);
      rotation.add(0, "", 1, 0);
      rotation.add(1, "", 1, 0);
      machine.run(rotation, 10 * SECOND);
      assertThat(hog.cpu).as("seed %s", seed).isGreaterThan(9 * SECOND);
      // A burst waits for one turn of the other at most: 10 s of 300 + 100 + a little.
      assertThat(sleeper.cpu).isGreaterThan(40 * MILLI);
      assertThat(turns).anyMatch(turn -> turn.program() == 1 && turn.why() == End.WAITS);
    }
  }

  @Test
  void whoWakesUpRunsBesideTheOthersForAMomentOnly() {
    var machine = new FakeMachine(11);
    var rotation = rotation(machine, policy("rr", 100), 1);
    machine.hog(0);
    machine.add(1, 10 * SECOND, 200 * MILLI, 300 * MILLI);
    rotation.add(0, "", 1, 0);
    rotation.add(1, "", 1, 0);
    int[] looks = new int[2];
    while (machine.now < 10 * SECOND) {
      machine.step(
          rotation,
          10 * SECOND,
          () -> {
            looks[0]++;
            looks[1] += machine.running() > 1 ? 1 : 0;
          });
    }
    assertThat(machine.get(1).cpu).isGreaterThan(2 * SECOND);
    assertThat(looks[1]).isPositive().isLessThan(looks[0] / 40); // 10 ms of 600 or more
  }

  @Test
  void allCpuTimeIsChargedWithASlotOrWithout() {
    var machine = new FakeMachine(5);
    var rotation = rotation(machine, policy("fair", 20), 1);
    machine.add(0, 500 * MILLI, 7 * MILLI, 15 * MILLI);
    machine.add(1, 500 * MILLI, 40 * MILLI, 30 * MILLI);
    machine.add(2, 500 * MILLI, SECOND, 0);
    for (int number = 0; number < 3; number++) {
      rotation.add(number, "", 1, 0);
    }
    machine.run(rotation, 10 * SECOND);
    assertThat(machine.processes).isEmpty();
    long charged = turns.stream().mapToLong(Turn::cpuNanos).sum();
    long notInATurn = 3 * 10 * MILLI; // the last of each, if it came while it waited
    assertThat(charged).isBetween(1500 * MILLI - notInATurn, 1500 * MILLI);
  }

  @Test
  void whoStopsItselfIsLeftAlone() {
    var machine = new FakeMachine(6);
    var rotation = rotation(machine, policy("rr", 50), 1);
    var stopper = machine.hog(0);
    var hog = machine.hog(1);
    rotation.add(0, "", 1, 0);
    machine.run(rotation, 20 * MILLI);
    stopper.stopped = true;
    rotation.add(1, "", 1, machine.now);
    machine.run(rotation, SECOND);
    assertThat(stopper.cpu).isLessThan(25 * MILLI);
    assertThat(hog.cpu).isGreaterThan(900 * MILLI);
    stopper.stopped = false; // somebody else lets it go on
    machine.run(rotation, 2 * SECOND);
    assertThat(stopper.cpu).isBetween(400 * MILLI, 600 * MILLI);
  }

  /** It does not look as if it slept, or had stopped itself. */
  @Test
  void whoHearsLateThatItIsItsTurnKeepsIt() {
    for (int seed = 0; seed < 20; seed++) {
      turns.clear();
      var machine = new FakeMachine(seed);
      machine.latency = 60 * MILLI;
      var rotation = rotation(machine, policy("rr", 100), 1);
      for (int number = 0; number < 3; number++) {
        machine.hog(number);
        rotation.add(number, "", 1, machine.now);
      }
      while (machine.now < 3 * SECOND) {
        machine.step(
            rotation, 3 * SECOND, () -> assertThat(machine.running()).isLessThanOrEqualTo(1));
      }
      assertThat(turns).hasSizeGreaterThan(15).allMatch(turn -> turn.why() == End.EXPIRED);
    }
  }

  @Test
  void whoCannotBeStoppedDoesNotHoldTheOthersUp() {
    var machine = new FakeMachine(7);
    var rotation = rotation(machine, policy("rr", 50), 1);
    machine.hog(0).deaf = true;
    machine.hog(1);
    rotation.add(0, "", 1, 0);
    rotation.add(1, "", 1, 0);
    machine.run(rotation, 3 * SECOND);
    assertThat(machine.get(1).cpu).isGreaterThan(900 * MILLI);
  }

  @Test
  void whoIsLetGoRunsAtOnceAndIsNotStoppedAgain() {
    var machine = new FakeMachine(8);
    var rotation = rotation(machine, policy("rr", 50), 1);
    for (int number = 0; number < 3; number++) {
      machine.hog(number);
      rotation.add(number, "", 1, 0);
    }
    machine.run(rotation, 10 * MILLI);
    var stopped = machine.get(2);
    assertThat(stopped.stopped).isTrue();
    stopped.free = true;
    rotation.letGo(2, machine.now);
    rotation.letGo(2, machine.now);
    machine.run(rotation, SECOND);
    assertThat(stopped.cpu).isGreaterThan(980 * MILLI);
    assertThat(stopped.stops).isZero();
    assertThat(machine.get(0).cpu).isBetween(400 * MILLI, 600 * MILLI);
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
    var machine = new FakeMachine(9);
    var rotation = new Rotation(policy, 1, machine, turns::add);
    for (int number = 0; number < 3; number++) {
      machine.hog(number);
      rotation.add(number, "", 1, 0);
    }
    machine.run(rotation, 10 * MILLI);
    machine.processes.remove(1); // touching it from now on is an error
    rotation.ended(1, 0, machine.now);
    machine.run(rotation, SECOND);
    assertThat(machine.get(0).cpu).isBetween(450 * MILLI, 550 * MILLI);
    assertThat(machine.get(2).cpu).isBetween(450 * MILLI, 550 * MILLI);
  }

  @Test
  void whoComesMayTakeTheTurnOfAnother() {
    var machine = new FakeMachine(10);
    var rotation = rotation(machine, policy("mlfq:levels=2,quantum=20ms/200ms", 20), 1);
    machine.hog(0);
    rotation.add(0, "", 1, 0);
    machine.run(rotation, 100 * MILLI);
    machine.hog(1);
    rotation.add(1, "", 1, machine.now);
    machine.run(rotation, 110 * MILLI);
    assertThat(machine.get(1).cpu).isGreaterThan(5 * MILLI);
    assertThat(turns).anyMatch(turn -> turn.program() == 0 && turn.why() == End.PREEMPTED);
  }

  @Test
  void noSlotsAreRefused() {
    assertThatThrownBy(() -> rotation(new FakeMachine(0), policy("rr", 10), 0))
        .hasMessage("slots must be 1 or more, not 0");
  }
}
