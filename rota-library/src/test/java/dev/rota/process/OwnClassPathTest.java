package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnClassPathTest {

  private static final Path CLASSES = Path.of("/app/classes");
  private static final Path OTHER = Path.of("/app/lib/other.jar");
  private static final Path ROTA = Path.of("/app/lib/rota-1.2.jar");
  private static final Path ALL = Path.of("/app/app-with-all.jar");

  @Test
  void rotasArchiveComesFirstAndTheOthersKeepTheirOrder() {
    assertThat(OwnClassPath.headed(ROTA, List.of(OTHER, CLASSES, ROTA, ALL)))
        .containsExactly(ROTA, OTHER, CLASSES, ALL);
  }

  @Test
  void rotasArchiveIsAddedIfItIsMissing() {
    assertThat(OwnClassPath.headed(ROTA, List.of(OTHER))).containsExactly(ROTA, OTHER);
  }

  @Test
  void anArchiveThatHasMoreThanRotaStaysWhereItIs() {
    assertThat(OwnClassPath.headed(ALL, List.of(CLASSES, OTHER, ALL)))
        .containsExactly(CLASSES, OTHER, ALL);
  }

  @Test
  void aFolderStaysWhereItIs() {
    assertThat(OwnClassPath.headed(CLASSES, List.of(OTHER, CLASSES)))
        .containsExactly(OTHER, CLASSES);
  }
}
