package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.share.MutexModel.Break;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every interleaving of a few processes that take a mutex, each of which may be killed at every
 * step: two never hold it, nobody sleeps for ever, and who comes next is told once that an owner
 * died. Each way to break the algorithm is found, so the search can see what it looks for.
 */
class MutexModelTest {

  @ParameterizedTest
  @CsvSource({"2,2,false", "2,2,true", "3,1,false", "3,1,true"})
  void holdsInEveryState(int processes, int kills, boolean fair) {
    int[] visited = new int[1];
    assertThat(StateSearch.search(new MutexModel(processes, kills, fair, Break.NONE), visited))
        .isNull();
    assertThat(visited[0]).isGreaterThan(1000);
    System.out.println(visited[0] + " states of " + processes + " processes");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyBreakIsFound(Break broken) {
    String found = null;
    for (int processes = 2; processes <= 3 && found == null; processes++) {
      found = StateSearch.search(new MutexModel(processes, 1, false, broken), new int[1]);
    }
    assertThat(found).isNotNull();
  }
}
