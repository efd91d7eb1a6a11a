package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.share.MutexModel.Break;
import java.util.stream.Stream;
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
  @CsvSource({
    "2,2,1,false",
    "2,2,1,true",
    "3,0,1,false",
    "3,0,1,true",
    "3,1,0,false",
    "3,1,0,true",
  })
  void holdsInEveryState(int processes, int kills, int again, boolean fair) {
    int[] visited = new int[1];
    MutexModel model = new MutexModel(processes, kills, again, fair, Break.NONE);
    assertThat(StateSearch.search(model, visited)).isNull();
    assertThat(visited[0]).isGreaterThan(1000);
    System.out.println(visited[0] + " states of " + processes + " processes");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyBreakIsFound(Break broken) {
    assertThat(found(broken, 2, 1, 0) || found(broken, 3, 0, 1) || found(broken, 3, 1, 0)).isTrue();
  }

  private static boolean found(Break broken, int processes, int kills, int again) {
    return Stream.of(true, false)
        .map(fair -> new MutexModel(processes, kills, again, fair, broken))
        .anyMatch(model -> StateSearch.search(model, new int[1]) != null);
  }
}
