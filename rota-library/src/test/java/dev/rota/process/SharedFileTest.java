package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.linux.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a new pool sweeps away. */
class SharedFileTest {

  @TempDir private Path folder;

  private final ProcessIdentity own = ProcessIdentity.own();
  private Process other;

  @BeforeEach
  void anotherProcess() throws IOException {
    other = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void end() {
    other.destroyForcibly();
  }

  private boolean isSwept(ProcessIdentity master) throws IOException {
    Path file = Files.createFile(folder.resolve(SharedFile.name(master, 1)));
    SharedFile.sweep(List.of(folder));
    boolean swept = !Files.exists(file);
    Files.deleteIfExists(file);
    return swept;
  }

  private ProcessIdentity otherStartedAt(long start) {
    return new ProcessIdentity(other.pid(), start, own.namespace());
  }

  @Test
  void thoseOfTheLivingAreLeft() throws Exception {
    assertThat(isSwept(own)).isFalse();
  }

  @Test
  void thoseOfTheDeadAreSwept() throws Exception {
    other.destroyForcibly().waitFor();
    assertThat(isSwept(otherStartedAt(1))).isTrue();
  }

  @Test
  void thoseOfADeadOfWhomNobodyHasTakenNoteAreSwept() throws Exception {
    Process careless = new ProcessBuilder("sh", "-c", "sleep 0 & exec sleep 60").start();
    try {
      await().until(() -> careless.children().anyMatch(child -> stat(child).contains(") Z ")));
      long zombie = careless.children().findFirst().orElseThrow().pid();
      String[] fields = stat(ProcessHandle.of(zombie).orElseThrow()).split(" ", -1);
      long start = Long.parseLong(fields[21]); // its name has no space
      assertThat(isSwept(new ProcessIdentity(zombie, start, own.namespace()))).isTrue();
    } finally {
      careless.destroyForcibly();
    }
  }

  private static String stat(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void thoseOfADeadWhoseNumberAnotherHasNowAreSwept() throws Exception {
    assertThat(isSwept(otherStartedAt(1))).isTrue();
  }

  @Test
  void thoseOfAnotherContainerAreLeft() throws Exception {
    other.destroyForcibly().waitFor();
    assertThat(isSwept(new ProcessIdentity(other.pid(), 1, own.namespace() + 1))).isFalse();
  }

  @Test
  void whatIsNotOursIsLeft() throws Exception {
    Path folderOfThatName = Files.createDirectory(folder.resolve("rota-999999-1-1-1"));
    Path file = Files.createFile(folder.resolve("rota-999999-x"));
    SharedFile.sweep(List.of(folder));
    assertThat(folderOfThatName).exists();
    assertThat(file).exists();
  }

  @Test
  void aFolderThatRefusesIsPassedOver() throws Exception {
    SharedFile made = SharedFile.create(List.of(folder.resolve("missing"), folder));
    assertThat(made.path()).exists().hasParent(folder);
    made.unlink();
    assertThat(made.path()).doesNotExist();
    made.arena().close();
  }
}
