package dev.rota.program.turns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.program.turns.GroupTime.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupTimeTest {
  private static final long MILLI = 1_000_000;

  private final GroupTime time = new GroupTime();

  private long look(Reading... readings) {
    return time.add(List.of(readings)) / MILLI;
  }

  private static Reading process(int number, long own, long children) {
    return new Reading(number, number, own * MILLI, children * MILLI);
  }

  @Test
  void whatProcessesHaveUsedAddsUp() {
    assertThat(look(process(1, 50, 0))).isEqualTo(50);
    assertThat(look(process(1, 60, 0), process(2, 100, 0))).isEqualTo(160);
    assertThat(look(process(1, 60, 0), process(2, 150, 0))).isEqualTo(210);
  }

  @Test
  void whatAChildLeavesWithItsParentIsNotCountedAgain() {
    assertThat(look(process(1, 10, 0), process(2, 100, 0))).isEqualTo(110);
    assertThat(look(process(1, 10, 130))).isEqualTo(140);
  }

  @Test
  void childrenThatWereNeverSeenCountByTheirParent() {
    assertThat(look(process(1, 10, 40))).isEqualTo(50);
    assertThat(look(process(1, 10, 70))).isEqualTo(80);
  }

  @Test
  void whatNobodyWaitedForStaysCountedAndHidesNothing() {
    assertThat(look(process(1, 10, 0), process(2, 500, 0))).isEqualTo(510);
    assertThat(look(process(1, 10, 0))).isEqualTo(510);
    assertThat(look(process(1, 100, 0))).isEqualTo(600);
    assertThat(look(process(1, 100, 100))).isBetween(680L, 700L);
  }

  @Test
  void ticksThatComeLateAreNotCountedTwice() {
    assertThat(look(process(1, 0, 0), process(2, 55, 0))).isEqualTo(55);
    assertThat(look(process(1, 0, 50))).isEqualTo(55);
    assertThat(look(process(1, 0, 60))).isEqualTo(60);
  }

  @Test
  void aNumberThatIsUsedAgainIsAnotherProcess() {
    assertThat(look(process(1, 0, 0), new Reading(2, 7, 30 * MILLI, 0))).isEqualTo(30);
    assertThat(look(process(1, 0, 30), new Reading(2, 8, 20 * MILLI, 0))).isEqualTo(50);
  }
}
