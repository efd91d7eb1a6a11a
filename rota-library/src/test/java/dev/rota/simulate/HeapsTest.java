package dev.rota.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The two orders of time, beside slow ones. */
class HeapsTest {

  private record Entry(LiveTask task, long instant) {}

  @Test
  void wakesAreByInstantAndThenByOrder() {
    var random = new SplittableRandom(5);
    var wakes = new Wakes();
    var model =
        new PriorityQueue<Entry>(
            Comparator.comparingLong(Entry::instant)
                .thenComparingLong(entry -> entry.task().order()));
    for (int step = 0; step < 200_000; step++) {
      if (random.nextInt(100) < (step % 1000 < 500 ? 70 : 30) || model.isEmpty()) {
        var entry = new Entry(new LiveTask(Play.task("t", 0, 1), step), random.nextLong(50));
        wakes.add(entry.task(), entry.instant());
        model.add(entry);
      } else {
        assertThat(wakes.poll()).isSameAs(model.remove().task());
      }
      var first = model.peek();
      assertThat(wakes.first()).isEqualTo(first == null ? Long.MAX_VALUE : first.instant());
    }
  }

  @Test
  void theLeastOfAllCores() {
    var random = new SplittableRandom(6);
    for (int keys : new int[] {1, 2, 3, 5, 64, 1000, 1024}) {
      var model = new long[keys];
      Arrays.fill(model, Tournament.NONE);
      var tournament = new Tournament(keys);
      assertThat(tournament.least()).isEqualTo(Tournament.NONE);
      for (int step = 0; step < 5000; step++) {
        int key = random.nextInt(keys);
        model[key] = random.nextInt(4) == 0 ? Tournament.NONE : random.nextLong(20);
        tournament.set(key, model[key]);
        long least = Arrays.stream(model).min().orElseThrow();
        assertThat(tournament.least()).isEqualTo(least);
        int first = 0;
        while (model[first] != least) {
          first++;
        }
        assertThat(tournament.first()).isEqualTo(first);
      }
    }
  }
}
