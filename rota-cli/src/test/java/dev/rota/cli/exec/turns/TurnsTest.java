package dev.rota.cli.exec.turns;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.cli.Rota;
import dev.rota.cli.Rota.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rota exec --slots} with real processes. */
@Timeout(90)
class TurnsTest {
  private static final String FOR_EVER = "while :; do :; done";

  /** Half a second of a shell, about. */
  private static final String A_WHILE =
      "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo $1";

  @TempDir private Path temporary;

  @TempDir private Path folder;

  private static String[] exec(int slots, int workers, String... arguments) {
    return Stream.concat(
            Stream.of("exec", "--slots", "" + slots, "--workers", "" + workers),
            Stream.of(arguments))
        .toArray(String[]::new);
  }

  /** Computes, in groups of two processes. */
  @Test
  void noMoreRunThanThereAreSlots() {
    var script = "(" + A_WHILE + "); exit 0";
    int looks = 0;
    try (var rota =
        Rota.start(
            temporary,
            exec(
                1,
                4,
                "--quantum",
                "50ms",
                "--",
                "sh",
                "-c",
                script,
                "-",
                ":::",
                "a",
                "b",
                "c",
                "d"))) {
      patiently().until(() -> groups(rota).size() == 4 && running(rota).size() <= 1);
      while (groups(rota).size() == 4) {
        // No other can have run between two looks at one that runs at both.
        var both = running(rota);
        both.retainAll(running(rota));
        assertThat(both).hasSizeLessThanOrEqualTo(1);
        looks++;
      }
      var end = rota.end();
      assertThat(end.status()).isZero();
      assertThat(end.out().lines()).containsExactlyInAnyOrder("a", "b", "c", "d");
    }
    assertThat(looks).isGreaterThan(20);
  }

  @Test
  void threeTakeTheirQuantaInTurn() throws IOException {
    var trace = folder.resolve("trace");
    var end =
        Rota.run(
            temporary,
            "",
            exec(
                1,
                3,
                "--quantum",
                "100ms",
                "--timeout",
                "1500ms",
                "--trace",
                trace.toString(),
                "--",
                "sh",
                "-c",
                FOR_EVER,
                "-",
                ":::",
                "a",
                "b",
                "c"));
    assertThat(end.err()).isEqualTo("rota: 3 of 3 failed: 3 timed out\n");
    var lines = Files.readAllLines(trace);
    assertThat(lines.getFirst()).isEqualTo("StartMs\tSlot\tSeq\tRanMs\tCpuMs\tEnd\tInput");
    var whole = new ArrayList<String>();
    for (var line : lines.subList(1, lines.size())) {
      var words = line.split("\t", -1);
      if (words[5].equals("expired")) {
        assertThat(Double.parseDouble(words[3])).isGreaterThanOrEqualTo(100);
        whole.add(words[6]);
      }
    }
    assertThat(whole).hasSizeGreaterThanOrEqualTo(6);
    for (int i = 3; i < whole.size(); i++) {
      assertThat(whole.get(i)).isEqualTo(whole.get(i - 3));
    }
    assertThat(Set.copyOf(whole)).hasSize(3);
  }

  /**
   * While the first sleeps the second gets the slot, and keeps it, deaf, until both are killed at
   * last: so the first is stopped at its time-out, and gets no other turn.
   */
  @Test
  void whoIsStoppedHearsOfItsTimeOut() {
    var go = folder.resolve("go");
    var script =
        """
        if [ $1 = a ]; then
          trap 'echo heard; exit' TERM
          until [ -e $2 ]; do sleep 0.05; done
        else
          trap '' TERM
          echo > $2
        fi
        while :; do :; done
        """;
    var end =
        Rota.run(
            temporary,
            "",
            exec(
                1,
                2,
                "--policy",
                "fifo",
                "--timeout",
                "2s",
                "--",
                "sh",
                "-c",
                script,
                "-",
                "{1}",
                "{2}",
                ":::",
                "a",
                "b",
                ":::",
                go.toString()));
    assertThat(end).isEqualTo(new End(1, "heard\n", "rota: 2 of 2 failed: 2 timed out\n"));
  }

  @Test
  void aHaltEndsWhoIsStopped() {
    var end =
        Rota.run(
            temporary,
            "",
            exec(
                1,
                3,
                "--quantum",
                "20ms",
                "--halt",
                "now,fail=1",
                "--",
                "sh",
                "-c",
                "[ $1 = c ] && exit 3; " + FOR_EVER,
                "-",
                ":::",
                "a",
                "b",
                "c"));
    assertThat(end).isEqualTo(new End(1, "", "rota: 1 of 1 failed: 1 exited with an error\n"));
  }

  @Test
  void whoSleepsLetsOthersRun() {
    var go = folder.resolve("go");
    var script = "if [ $1 = a ]; then until [ -e $2 ]; do sleep 0.05; done; else echo > $2; fi";
    var end =
        Rota.run(
            temporary,
            "",
            exec(
                1,
                2,
                "--policy",
                "fifo",
                "--",
                "sh",
                "-c",
                script,
                "-",
                "{1}",
                "{2}",
                ":::",
                "a",
                "b",
                ":::",
                go.toString()));
    assertThat(end).isEqualTo(new End(0, "", ""));
  }

  @Test
  void whoStopsItselfIsLeftAlone() throws IOException {
    var pid = folder.resolve("pid");
    var script =
        """
        if [ $1 = b ]; then while :; do :; done; fi
        echo $$ > $2; kill -STOP $$; echo on
        """;
    try (var rota =
        Rota.start(
            temporary,
            exec(
                1,
                2,
                "--quantum",
                "500ms",
                "--halt",
                "now,success=1",
                "--",
                "sh",
                "-c",
                script,
                "-",
                "{1}",
                "{2}",
                ":::",
                "a",
                "b",
                ":::",
                pid.toString()))) {
      patiently().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
      var number = Files.readString(pid).strip();
      var other =
          groups(rota).stream().filter(one -> !one.equals(number)).findFirst().orElseThrow();
      patiently().until(() -> state(number) == 'T');
      long then = ticks(other);
      // Longer than a turn, so that the first would have got one.
      patiently().until(() -> ticks(other) > then + 100);
      assertThat(state(number)).isEqualTo('T');
      assertThat(rota.isAlive()).isTrue();
      kill("CONT", number);
      assertThat(rota.end()).isEqualTo(new End(0, "on\n", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "KILL"})
  void nothingOutlivesRota(String signal) {
    var script = "trap '' TERM INT HUP; (" + FOR_EVER + "); exit 0";
    var trace = folder.resolve("trace");
    try (var rota =
        Rota.start(
            temporary,
            exec(
                1,
                3,
                "--quantum",
                "300ms",
                "--trace",
                trace.toString(),
                "--",
                "sh",
                "-c",
                script,
                "-",
                ":::",
                "a",
                "b",
                "c"))) {
      patiently().until(() -> rota.workers().size() == 7 && running(rota).size() == 1);
      var all = rota.workers();
      rota.signal(signal);
      assertThat(rota.status()).isGreaterThan(128);
      patiently().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
      if (!signal.equals("KILL")) {
        // Written when all have ended, not when waiting for that is given up.
        assertThat(trace).isNotEmptyFile();
      }
    }
  }

  @Test
  void mistakesAreTold() {
    mistake("--slots must be 1 to --workers, which is 2, not 3", "--slots", "3", "--workers", "2");
    mistake("'x' is no weight; allowed is a number from", "--slots", "1", "--share", "a=x");
    mistake("input 1: it has no such column", "--slots", "1", "--share-column", "2");
    mistake("cannot write the turns to /no/t", "--slots", "1", "--trace", "/no/t");
  }

  private void mistake(String message, String... options) {
    var all = new ArrayList<>(List.of("exec"));
    all.addAll(List.of(options));
    all.addAll(List.of("--", "true", ":::", "a"));
    var end = Rota.run(temporary, "", all.toArray(String[]::new));
    assertThat(end.err()).startsWith("rota: ").contains(message).hasLineCount(1);
    assertThat(end.status()).isEqualTo(2);
  }

  /** Programs get little done on a busy machine. */
  private static ConditionFactory patiently() {
    return await().atMost(60, SECONDS);
  }

  /** The programs' processes: the guardian's children. */
  private static List<String> groups(Rota rota) {
    return rota.workers().stream()
        .filter(one -> one.info().command().orElse("").contains("rota-guardian"))
        .flatMap(ProcessHandle::children)
        .map(one -> Long.toString(one.pid()))
        .toList();
  }

  private static Set<String> running(Rota rota) {
    var running = new HashSet<>(groups(rota));
    running.removeIf(pid -> "TZX".indexOf(state(pid)) >= 0);
    return running;
  }

  private static String[] stat(String pid) {
    try {
      var line = Files.readString(Path.of("/proc", pid, "stat"));
      return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException e) {
      return new String[] {"X"};
    }
  }

  private static char state(String pid) {
    return stat(pid)[0].charAt(0);
  }

  private static long ticks(String pid) {
    return Long.parseLong(stat(pid)[11]);
  }

  private static void kill(String signal, String pid) throws IOException {
    var process = new ProcessBuilder("kill", "-" + signal, pid).start();
    assertThat(process.onExit().join().exitValue()).isZero();
  }
}
