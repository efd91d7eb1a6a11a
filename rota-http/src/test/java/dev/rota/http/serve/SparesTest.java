package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rule of spare workers, by itself. */
class SparesTest {

  private final Spares spares = new Spares(2, 5, 40);

  @Test
  void growsTwiceAsFastEachTime() {
    Spares.Step step = new Spares.Step(3, 1);
    step = spares.next(step, 3);
    assertThat(step).isEqualTo(new Spares.Step(4, 2));
    step = spares.next(step, 4);
    assertThat(step).isEqualTo(new Spares.Step(6, 4));
    step = spares.next(step, 6);
    assertThat(step).isEqualTo(new Spares.Step(10, 8));
  }

  @Test
  void shrinksOneAtATime() {
    assertThat(spares.next(new Spares.Step(10, 8), 0)).isEqualTo(new Spares.Step(9, 1));
  }

  @Test
  void staysWithinItsBoundsAndSettles() {
    Random random = new Random(1);
    for (int round = 0; round < 1000; round++) {
      int load = random.nextInt(60);
      Spares.Step step = new Spares.Step(1 + random.nextInt(40), 1);
      for (int second = 0; second < 60; second++) {
        step = spares.next(step, Math.min(load, step.strength()));
        assertThat(step.strength()).isBetween(1, 40);
      }
      int idle = step.strength() - Math.min(load, step.strength());
      assertThat((idle >= 2 && idle <= 5) || step.strength() == 40).isTrue();
    }
  }
}
