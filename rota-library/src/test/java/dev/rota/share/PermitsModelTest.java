package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.share.PermitsModel.Break;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every interleaving of processes that take and give back owned permits, with kills at every step
 * and up to two that clear up: there are never more permits than there are, and in the end all are
 * back.
 */
class PermitsModelTest {

  private static String search(Break broken, int[] visited) {
    String two = StateSearch.search(new PermitsModel(2, 2, 1, 1, broken), visited);
    return two != null ? two : StateSearch.search(new PermitsModel(3, 1, 2, 1, broken), visited);
  }

  @Test
  void permitsAreNeitherLostNorMade() {
    int[] visited = new int[1];
    assertThat(search(Break.NONE, visited)).isNull();
    assertThat(visited[0]).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyBreakIsFound(Break broken) {
    String found = search(broken, new int[1]);
    if (found == null) { // what takes more to come about
      found = StateSearch.search(new PermitsModel(3, 2, 2, 1, broken), new int[1]);
    }
    assertThat(found).isNotNull();
  }
}
