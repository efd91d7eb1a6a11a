package dev.rota.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.rota.linux.Cgroup;
import dev.rota.program.ProgramEvent.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs in cgroups of their own, where this user may make some. */
@Timeout(60)
class ConfinedProgramsTest {

  @TempDir private Path folder;

  private Programs programs;

  /** The cgroup in which the programs' are. */
  private Path place;

  @BeforeEach
  void open() throws IOException {
    var attempt = Cgroup.make(Set.of());
    var sample = attempt.cgroup();
    assumeThat(sample).describedAs(attempt.obstacle()).isNotNull();
    place = Objects.requireNonNull(Objects.requireNonNull(sample).folder().getParent());
    sample.close();
    programs = Programs.open(folder, null, Map.of());
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (programs != null) {
      programs.close();
      assertThat(ours()).isZero();
    }
  }

  private long ours() throws IOException {
    var prefix = "rota-" + ProcessHandle.current().pid() + "-";
    try (var all = Files.list(place)) {
      return all.filter(one -> one.getFileName().toString().startsWith(prefix)).count();
    }
  }

  private String output(String... command) throws IOException {
    programs.start(7, Program.of(command));
    var end = (Ended) Objects.requireNonNull(programs.next());
    var out = end.output().out();
    try {
      return out.isEmpty() ? "" : Files.readString(Path.of(out));
    } finally {
      programs.release(7);
    }
  }

  @Test
  void eachHasOneOfItsOwnFromItsFirstInstructionOn() throws IOException {
    assertThat(programs.confine(false, 0)).isEmpty();
    assertThat(ours()).isEqualTo(1);
    var first = output("grep", "^0::", "/proc/self/cgroup");
    assertThat(first)
        .containsPattern("/rota-" + ProcessHandle.current().pid() + "-\\d+-\\d+-\\d+/1\n");
    assertThat(output("grep", "^0::", "/proc/self/cgroup")).contains("/2\n");
    programs.start(3, Program.of("there-is-no-such-program"));
    assertThat(programs.next()).isEqualTo(new ProgramEvent.NotStarted(3, 2));
    await().until(() -> cgroups() == 0);
  }

  private long cgroups() throws IOException {
    try (var all = Files.walk(place, 2)) {
      var prefix = "rota-" + ProcessHandle.current().pid() + "-";
      return all.filter(Files::isDirectory)
          .map(Path::getParent)
          .filter(one -> one.getFileName().toString().startsWith(prefix))
          .count();
    }
  }

  @Test
  void whatAProgramLeavesEndsWithItWhereverItHasGone() throws IOException {
    assertThat(programs.confine(false, 0)).isEmpty();
    output("sh", "-c", "setsid sh -c 'sleep 1000 & sleep 1001' & sleep 0.1");
    await().until(() -> ProcessHandle.current().descendants().count() == 1); // the guardian
    await().until(() -> cgroups() == 0);
  }

  @Test
  void nothingOutlivesTheEnd() throws IOException {
    assertThat(programs.confine(false, 0)).isEmpty();
    for (int i = 0; i < 5; i++) {
      programs.start(i, Program.of("sh", "-c", "setsid sleep 1000 & sleep 1001"));
    }
    await().until(() -> ProcessHandle.current().descendants().count() == 16);
    programs.close();
    assertThat(ProcessHandle.current().descendants().count()).isZero();
    assertThat(ours()).isZero();
  }
}
