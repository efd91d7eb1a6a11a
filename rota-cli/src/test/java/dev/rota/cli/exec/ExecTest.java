package dev.rota.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.cli.Rota;
import dev.rota.cli.Rota.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rota exec} from outside. */
@Timeout(90)
class ExecTest {

  @TempDir private Path temporary;

  @TempDir private Path folder;

  @AfterEach
  void nothingIsLeft() throws IOException {
    try (var left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  private End run(String input, String... arguments) {
    return Rota.run(temporary, input, exec(arguments));
  }

  private static String[] exec(String... arguments) {
    var all = new ArrayList<>(List.of("exec"));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  @Test
  void allWell() {
    assertThat(run("", "--workers", "1", "--", "echo", "{}", ":::", "b", "a c", "é"))
        .isEqualTo(new End(0, "b\na c\né\n", ""));
  }

  @Test
  void theNumberOfProgramsAtATimeIsFoundAndToldOf() {
    var end =
        run(
            "x\n".repeat(1_000),
            "--workers",
            "auto",
            "--verbose",
            "--",
            "sh",
            "-c",
            "sleep 0.02; echo");
    assertThat(end.out().lines()).hasSize(1_000);
    assertThat(end.err()).containsPattern("rota: \\d+ workers: to be compared with \\d+\n");
    assertThat(end.err())
        .containsPattern("rota: \\d+ workers: \\d+ instead of \\d+: [+-].* % tasks");
    assertThat(end.status()).isZero();
  }

  @Test
  void linesOfStandardInputAreInputs() {
    assertThat(run("one\ntwo *\n\nlast", "--order", "input", "--", "echo", "<{}>"))
        .isEqualTo(new End(0, "<one>\n<two *>\n<>\n<last>\n", ""));
  }

  @Test
  void inputsMayEndWithAnything() {
    var end = run("a\nb\0c\0", "--null", "--order", "input", "--", "printf", "<%s>");
    assertThat(end.out()).isEqualTo("<a\nb><c>\n");
    assertThat(run("a:b", "--delimiter", ":", "--order", "input", "--", "echo").out())
        .isEqualTo("a\nb\n");
  }

  @Test
  void columnsHaveNames() {
    var end =
        run(
            "name,size\n\"x, y\",3\nz,4\n",
            "--columns",
            ",",
            "--header",
            "--order",
            "input",
            "--",
            "echo",
            "{size}",
            "{name}");
    assertThat(end.out()).isEqualTo("3 x, y\n4 z\n");
  }

  @Test
  void outputsComeInTheOrderOfTheInputs() {
    var end =
        run(
            "",
            "--workers",
            "3",
            "--order",
            "input",
            "--",
            "sh",
            "-c",
            "sleep $1; echo $1",
            "-",
            ":::",
            "0.4",
            "0.2",
            "0.01");
    assertThat(end.out()).isEqualTo("0.4\n0.2\n0.01\n");
  }

  @Test
  void withAShellInputsAreQuotedForIt() {
    var end = run("", "--shell", "--", "echo {} | tr a-z A-Z; echo {#}", ":::", "$(x); 'q' \"&");
    assertThat(end).isEqualTo(new End(0, "$(X); 'Q' \"&\n1\n", ""));
  }

  @Test
  void failuresAreCounted() {
    var end = run("", "--", "sh", "-c", "[ $1 = a ] || kill -$1 $$", "-", ":::", "a", "9", "15");
    assertThat(end).isEqualTo(new End(1, "", "rota: 2 of 3 failed: 2 died of a signal\n"));
  }

  @Test
  void whatCannotBeStartedIsTold() {
    assertThat(run("", "--", "no-such-program", ":::", "1", "2"))
        .isEqualTo(
            new End(
                2,
                "",
                """
                rota: cannot run no-such-program: no such program
                rota: 2 of 2 failed: 2 could not be started
                """));
  }

  @Test
  void aProgramThatTakesTooLongEndsWithItsChildren() {
    var pids = folder.resolve("pids");
    var end =
        run(
            "",
            "--timeout",
            "300ms",
            "--",
            "sh",
            "-c",
            "trap '' TERM; sleep 1000 & echo $! > $1; echo $$ >> $1; wait; sleep 1001",
            "-",
            ":::",
            pids.toString());
    assertThat(end).isEqualTo(new End(1, "", "rota: 1 of 1 failed: 1 timed out\n"));
    assertThat(handles(pids)).isEmpty();
  }

  @Test
  void whatFailsIsRunAgain() {
    var count = folder.resolve("count");
    var end =
        run(
            "",
            "--retries",
            "5",
            "--",
            "sh",
            "-c",
            "echo x >> $1; echo $(wc -l < $1); [ $(wc -l < $1) = 3 ]",
            "-",
            ":::",
            count.toString());
    assertThat(end).isEqualTo(new End(0, "3\n", ""));
  }

  @Test
  void largeOutputsAreNotMixed() {
    var end =
        run(
            "",
            "--workers",
            "4",
            "--",
            "sh",
            "-c",
            "yes $1 | head -n 100000",
            "-",
            ":::",
            "aaa",
            "bbb",
            "ccc",
            "ddd");
    var lines = end.out().lines().toList();
    assertThat(lines).hasSize(400_000);
    for (int block = 0; block < 4; block++) {
      assertThat(lines.subList(block * 100_000, (block + 1) * 100_000))
          .containsOnly(lines.get(block * 100_000));
    }
  }

  /** What signals rota can be told to end by, and the one that it does not hear of. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP", "KILL"})
  void nothingOutlivesRota(String signal) {
    var pids = folder.resolve("pids");
    var script =
        """
        trap '' TERM HUP INT
        sh -c 'echo $$ >> "$1"; kill -STOP $$' - "$1" &
        setsid env -i sh -c 'echo $$ >> "$1"; sleep 1000 & wait; sleep 1001' - "$1" &
        echo $$ >> "$1"
        wait
        sleep 1002
        """;
    try (var rota =
        Rota.start(temporary, exec("--", "sh", "-c", script, "-", ":::", pids.toString()))) {
      await().until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 3);
      var all = rota.workers();
      assertThat(all).hasSizeGreaterThanOrEqualTo(4);
      rota.signal(signal);
      assertThat(rota.status()).isGreaterThan(128);
      await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(handles(pids)).isEmpty();
    }
  }

  /** A guardian that is killed takes the programs with it, and the run says so. */
  @Test
  void aKilledGuardianIsTold() {
    try (var rota = Rota.start(temporary, exec("--", "sleep", ":::", "1000"))) {
      await().until(() -> rota.workers().size() == 2);
      var all = rota.workers();
      var guardian = all.stream().filter(one -> !one.info().command().orElse("").endsWith("sleep"));
      guardian.findFirst().orElseThrow().destroyForcibly();
      var end = rota.end();
      assertThat(end.err()).contains("rota: the process that starts programs was killed\n");
      assertThat(end.status()).isEqualTo(2);
      await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void aSlowReaderSlowsThePrograms() {
    try (var rota =
        Rota.start(
            temporary,
            exec(
                "--workers",
                "2",
                "--",
                "sh",
                "-c",
                "echo >> $0; head -c 100000 /dev/zero",
                folder.resolve("started").toString()))) {
      rota.type("1\n".repeat(500));
      rota.endInput();
      // Whoever reads nothing has a pipe full, and as many outputs wait as the bound lets.
      await().until(() -> lines(folder.resolve("started")) >= 18);
      await().during(Duration.ofMillis(500)).until(() -> lines(folder.resolve("started")) < 100);
      rota.closeOutput();
      assertThat(rota.status()).isEqualTo(141);
    }
  }

  @Test
  void mistakesAreTold() {
    mistake("rota: there is no command to run", ":::", "a");
    mistake("rota: --header names columns, so it needs --columns", "--header", "--", "echo");
    mistake("rota: --null and --delimiter both", "--null", "--delimiter", ":", "--", "echo");
    mistake("'ab' cannot separate anything", "--delimiter", "ab", "--", "echo");
    mistake("rota: cannot read /nope", "--", "echo", "::::", "/nope");
    mistake("rota: :::+ links a list", "--", "echo", ":::+", "a");
    mistake("rota: Unknown option: '--nope'", "--nope", "--", "echo");
  }

  private void mistake(String message, String... arguments) {
    var end = run("", arguments);
    assertThat(end.err()).contains(message).hasLineCount(1);
    assertThat(end.status()).isEqualTo(2);
  }

  private static long lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  /** Of the processes with these numbers those that are there still. */
  private static List<ProcessHandle> handles(Path pids) {
    try {
      return Files.readAllLines(pids).stream()
          .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
