package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.share.WakeUpsModel.Break;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every interleaving of processes that wait for permits of a semaphore that is not fair, while
 * others pass, give up or are killed: nobody sleeps for ever.
 */
class WakeUpsModelTest {

  @ParameterizedTest
  @CsvSource({"2,1,2", "2,2,2", "3,2,0", "3,1,1", "3,2,1"})
  void nobodySleepsForEver(int processes, int permits, int kills) {
    int[] visited = new int[1];
    WakeUpsModel model = new WakeUpsModel(processes, permits, kills, Break.NONE);
    assertThat(StateSearch.search(model, visited)).isNull();
    assertThat(visited[0]).isGreaterThan(1000);
    System.out.println(visited[0] + " states of " + processes + " processes");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyBreakIsFound(Break broken) {
    assertThat(found(broken, 2, 1) || found(broken, 3, 0) || found(broken, 3, 1)).isTrue();
  }

  private static boolean found(Break broken, int processes, int kills) {
    return StateSearch.search(new WakeUpsModel(processes, 2, kills, broken), new int[1]) != null;
  }
}
