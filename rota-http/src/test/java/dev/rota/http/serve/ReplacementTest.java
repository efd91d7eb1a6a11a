package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.http.Model;
import dev.rota.http.serve.Replacement.Step;
import org.junit.jupiter.api.Test;

/** The steps of a replacement, by themselves. */
class ReplacementTest {

  private final Replacement replacement = new Replacement();

  @Test
  void oneMoreComesBeforeAnyGoesAndAtTheEndThereAreAsManyAsBefore() {
    replacement.begin();
    int old = 3;
    int there = 3;
    assertThat(replacement.next(old, true)).isEqualTo(Step.ADD);
    while (old > 0) {
      assertThat(replacement.extra()).isEqualTo(1);
      there++; // the successor
      assertThat(replacement.next(old, false)).isEqualTo(Step.NOTHING);
      assertThat(replacement.next(old, true)).isEqualTo(Step.RETIRE);
      old--;
      there--;
      assertThat(there).isEqualTo(3);
    }
    assertThat(replacement.extra()).isZero();
    assertThat(replacement.next(0, true)).isEqualTo(Step.NOTHING);
  }

  @Test
  void whoIsToGoAndDiesLeavesOneTooMany() {
    replacement.begin();
    assertThat(replacement.next(1, true)).isEqualTo(Step.ADD);
    assertThat(replacement.next(0, true)).isEqualTo(Step.RETIRE);
    assertThat(replacement.extra()).isZero();
  }

  @Test
  void whatCannotLiveIsGivenUpOnceAndTheOldOnesAreOfThePresentGenerationAgain() {
    Plan before = EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class).plan();
    long generation = replacement.generation();
    replacement.begin(before);
    assertThat(replacement.next(2, true)).isEqualTo(Step.ADD);
    assertThat(replacement.giveUp()).isSameAs(before);
    assertThat(replacement.generation()).isEqualTo(generation);
    assertThat(replacement.extra()).isZero();
    assertThat(replacement.giveUp()).isNull();
  }

  @Test
  void twoBadPlansInARowAreGivenUpForTheLastThatLived() {
    Plan before = EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class).plan();
    long generation = replacement.generation();
    replacement.begin(before);
    assertThat(replacement.next(2, true)).isEqualTo(Step.ADD);
    replacement.begin(EveryModelTest.of(Model.EVENT, Handlers.Obedient.class).plan());
    assertThat(replacement.giveUp()).isSameAs(before);
    assertThat(replacement.generation()).isEqualTo(generation);
    replacement.begin(before);
    assertThat(replacement.generation()).as("numbers of bad ones").isGreaterThan(generation + 2);
  }

  @Test
  void threeThatDoNotLiveInARowAreNoAccident() {
    replacement.begin(EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class).plan());
    assertThat(replacement.failed()).isFalse();
    assertThat(replacement.failed()).isFalse();
    replacement.succeeded();
    assertThat(replacement.failed()).isFalse();
    assertThat(replacement.failed()).isFalse();
    assertThat(replacement.failed()).isTrue();
  }

  @Test
  void whatIsDoneIsNotGivenUpAnyMore() {
    replacement.begin(EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class).plan());
    assertThat(replacement.next(1, true)).isEqualTo(Step.ADD);
    assertThat(replacement.next(1, true)).isEqualTo(Step.RETIRE);
    assertThat(replacement.next(0, true)).isEqualTo(Step.NOTHING);
    assertThat(replacement.giveUp()).isNull();
  }
}
