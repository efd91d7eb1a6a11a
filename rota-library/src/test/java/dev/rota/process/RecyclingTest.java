package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.process.Recycling.Verdict;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long workers are kept, without workers. A failing course names its seed. */
class RecyclingTest {

  private static final long NEVER = Long.MAX_VALUE;
  private static final long MS = 1_000_000;
  private static final long MIB = 1 << 20;

  @Test
  void withoutLimitsNobodyLooks() {
    Recycling none = new Recycling(Integer.MAX_VALUE, NEVER, NEVER, NEVER, 1);
    assertThat(none.looks()).isFalse();
    assertThat(none.maxTasks(7)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void limitsAreStaggeredByATenthAndTheSameForASeed() {
    for (long seed = 0; seed < 1_000; seed++) {
      Recycling recycling = new Recycling(1_000, 60_000 * MS, NEVER, NEVER, seed);
      Recycling again = new Recycling(1_000, 60_000 * MS, NEVER, NEVER, seed);
      int[] tasks = IntStream.rangeClosed(1, 16).map(recycling::maxTasks).toArray();
      assertThat(IntStream.of(tasks))
          .as("seed %d", seed)
          .allMatch(most -> most >= 900 && most <= 1_000);
      assertThat(IntStream.of(tasks).distinct().count()).as("seed %d", seed).isGreaterThan(8);
      assertThat(IntStream.rangeClosed(1, 16).map(again::maxTasks).toArray()).isEqualTo(tasks);
      assertThat(recycling.maxAge(3)).isBetween(54_000 * MS, 60_000 * MS);
    }
  }

  @Test
  void fewTasksAreMeantAsTheyAreSaid() {
    for (int most = 1; most < 10; most++) {
      assertThat(new Recycling(most, NEVER, NEVER, NEVER, 5).maxTasks(2)).isEqualTo(most);
    }
  }

  @Test
  void memoryDecides() {
    Recycling recycling = new Recycling(Integer.MAX_VALUE, NEVER, 100 * MIB, 200 * MIB, 1);
    assertThat(recycling.look(1, 0, 1, 100 * MIB).verdict()).isEqualTo(Verdict.KEEP);
    assertThat(recycling.look(1, 0, 1, 100 * MIB + 1).verdict()).isEqualTo(Verdict.RECYCLE);
    assertThat(recycling.look(1, 0, 0, 100 * MIB + 1).verdict()).isEqualTo(Verdict.KEEP);
    assertThat(recycling.look(1, 0, 0, 200 * MIB + 1).verdict()).isEqualTo(Verdict.KILL);
  }

  @Test
  void aWorkerThatGrowsAsFastAsItCanIsCaughtSoon() {
    Recycling recycling = new Recycling(Integer.MAX_VALUE, NEVER, NEVER, 500 * MIB, 1);
    long resident = 40 * MIB;
    int looks = 0;
    while (true) {
      Recycling.Finding finding = recycling.look(1, 0, 1, resident);
      if (finding.verdict() == Verdict.KILL) {
        break;
      }
      resident += finding.lookIn(); // a byte a nanosecond
      looks++;
    }
    assertThat(resident).isLessThan(500 * MIB + 11 * MS);
    assertThat(looks).isLessThan(5);
  }

  @Test
  void everyAgeIsNoticedWhenItIsReached() {
    for (long seed = 0; seed < 10_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long limit = random.nextLong(1_000, 100_000_000) * MS;
      long soft = random.nextBoolean() ? NEVER : 100 * MIB;
      Recycling recycling = new Recycling(Integer.MAX_VALUE, limit, soft, NEVER, seed);
      int worker = random.nextInt(1, 1_000);
      long age = 0;
      Recycling.Finding finding = recycling.look(worker, age, 3, 50 * MIB);
      for (int looks = 0; looks < 50 && finding.verdict() == Verdict.KEEP; looks++) {
        assertThat(finding.lookIn()).as("seed %d", seed).isPositive();
        age = looks < 40 ? age + finding.lookIn() : Math.max(age, recycling.maxAge(worker));
        finding = recycling.look(worker, age, 3, 50 * MIB);
      }
      assertThat(finding.verdict()).as("seed %d", seed).isEqualTo(Verdict.RECYCLE);
      assertThat(age).as("seed %d", seed).isEqualTo(recycling.maxAge(worker));
    }
  }
}
