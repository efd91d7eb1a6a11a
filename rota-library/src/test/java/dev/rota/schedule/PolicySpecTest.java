package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySpecTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fifo",
        "sjf",
        "srtf",
        "rr",
        "priority",
        "mlfq",
        "fair",
        "lottery",
        "eevdf",
        "rr:quantum=100ms",
        "lottery:seed=-7,quantum=1s",
        "mlfq:levels=3,quantum=10ms/20ms/40ms,allotment=1/1/1,boost=1s,io=keep",
        "mlfq:levels=5",
        "mlfq:levels=5,quantum=10ms"
      })
  void readsEveryPolicy(String text) {
    var spec = PolicySpec.parse(text);
    assertThat(spec).hasToString(text);
    assertThat(text).startsWith(spec.name());
    assertThat(spec.build()).isNotSameAs(spec.build()).hasToString(spec.name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sjff | policy: there is no 'sjff'; allowed is fifo, rr, sjf,",
        "'' | policy: there is no ''; allowed is",
        "fifo:quantum=1ms | policy fifo: it has no key 'quantum'; it takes none",
        "rr:quantums=1ms | policy rr: it has no key 'quantums'; allowed is quantum",
        "rr: | policy rr: it has no key ''",
        "rr:quantum | policy rr: quantum has no value; write quantum=VALUE",
        "rr:quantum=1ms,quantum=2ms | policy rr: quantum is given twice",
        "rr:quantum=0ms | policy rr: quantum='0ms'; allowed is a whole number above 0 with us, ms",
        "rr:quantum=5 | policy rr: quantum='5'; allowed is",
        "rr:quantum=-5ms | policy rr: quantum='-5ms'; allowed is",
        "lottery:seed=x | policy lottery: seed='x'; allowed is a whole number from",
        "mlfq:levels=0 | policy mlfq: levels='0'; allowed is a whole number from 1 to 64",
        "mlfq:levels=65 | policy mlfq: levels='65'; allowed is a whole number from 1 to 64",
        "mlfq:levels=3,quantum=1ms/2ms | quantum: 2 values for 3 levels; allowed is one for all",
        "mlfq:allotment=1/0 | policy mlfq: allotment='0'; allowed is a whole number from 1 to",
        "mlfq:io=maybe | policy mlfq: io='maybe'; allowed is reset or keep",
        "mlfq:quantum=1ms/ | policy mlfq: quantum=''; allowed is"
      })
  void saysWhatIsWrongAndWhatIsAllowed(String text, String message) {
    assertThatThrownBy(() -> PolicySpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void givesAQuantumToThoseThatNameNone() {
    Duration five = Duration.ofMillis(5);
    assertThat(slice(PolicySpec.parse("rr"))).isEqualTo(10_000_000);
    assertThat(slice(PolicySpec.parse("rr").withQuantum(five))).isEqualTo(5_000_000);
    assertThat(slice(PolicySpec.parse("mlfq").withQuantum(five))).isEqualTo(5_000_000);
    assertThat(slice(PolicySpec.parse("rr:quantum=1ms").withQuantum(five))).isEqualTo(1_000_000);
    assertThat(slice(PolicySpec.parse("fifo").withQuantum(five))).isEqualTo(Policy.NO_END);
    assertThatThrownBy(() -> PolicySpec.parse("rr").withQuantum(Duration.ZERO))
        .hasMessageStartingWith("quantum: PT0S");
  }

  private static long slice(PolicySpec spec) {
    Policy policy = spec.build();
    var task = new Toy(0, "task", 0, 1L);
    policy.add(task, Ready.ARRIVED, 0);
    assertThat(policy.next(0)).isSameAs(task);
    return policy.slice(task, 0);
  }

  @Test
  void givesWeightsToGroups() {
    var a = new Toy(0, "a", 0, 8_000L).in("a");
    var b = new Toy(1, "b", 0, 8_000L).in("b");
    var spec = PolicySpec.parse("fair:quantum=1us").withGroup("a", 3);
    new FakeMachine(spec.build(), 1).with(java.util.List.of(a, b)).runUntil(8_000);
    assertThat(a.cpuNanos()).isEqualTo(6_000);
    assertThat(b.cpuNanos()).isEqualTo(2_000);
  }

  @Test
  void refusesGroupsThatAreNone() {
    var spec = PolicySpec.parse("fair");
    assertThatThrownBy(() -> spec.withGroup("a//b", 1)).hasMessageStartingWith("group: 'a//b'");
    assertThatThrownBy(() -> spec.withGroup("a", 0)).hasMessageStartingWith("weight of group a: 0");
    assertThatThrownBy(() -> spec.withGroup("a", Double.NaN))
        .hasMessageContaining("NaN; allowed is a number from 0.000001 to 1000000");
  }

  @Test
  void buildersRefuseNonsense() {
    assertThatThrownBy(() -> new RoundRobin(Duration.ofMillis(-1)))
        .hasMessageStartingWith("quantum: PT-0.001S");
    assertThatThrownBy(() -> MultiLevelFeedback.builder().levels(65))
        .hasMessage("levels: 65; allowed is a number from 1 to 64");
    assertThatThrownBy(() -> MultiLevelFeedback.builder().quantum())
        .hasMessageStartingWith("quantum: no value");
    assertThatThrownBy(() -> MultiLevelFeedback.builder().allotment(0))
        .hasMessageStartingWith("allotment: 0 quanta; allowed is a number from 1 to");
    assertThatThrownBy(() -> MultiLevelFeedback.builder().levels(2).allotment(1, 2, 3).build())
        .hasMessageStartingWith("allotment: 3 values for 2 levels");
    assertThatThrownBy(() -> FairShares.builder().quantum(Duration.ZERO))
        .hasMessageStartingWith("quantum: PT0S");
  }
}
