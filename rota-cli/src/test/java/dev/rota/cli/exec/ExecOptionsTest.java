package dev.rota.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.cli.Rota;
import dev.rota.cli.Rota.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

/** What {@code rota exec} does besides running a program for each input. */
@Timeout(90)
class ExecOptionsTest {

  @TempDir private Path temporary;

  @TempDir private Path folder;

  private End run(String input, String... arguments) {
    return Rota.run(
        temporary,
        input,
        Stream.concat(Stream.of("exec"), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void blocksOfStandardInputAreCutBetweenLines() {
    var text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      text.append("line ").append(i).append('\n');
    }
    var end = run(text.toString(), "--pipe", "--block", "1k", "--order", "input", "--", "cat");
    assertThat(end).isEqualTo(new End(0, text.toString(), ""));
    var parts =
        run(
            text.toString(),
            "--pipe",
            "--block",
            "1k",
            "--",
            "sh",
            "-c",
            "head -c 5; tail -n 1 | wc -l");
    assertThat(parts.out().lines().toList()).hasSizeGreaterThan(15).containsOnly("line 1");
  }

  /** Nor does a program that reads nothing hold the run up. */
  @Test
  void aBlockNeedNotBeRead() {
    assertThat(run("x\n".repeat(1_000_000), "--pipe", "--", "true")).isEqualTo(new End(0, "", ""));
  }

  @Test
  void linesAreWholeAndTagged() {
    var end =
        run(
            "",
            "--workers",
            "3",
            "--line-buffer",
            "--tag",
            "--",
            "sh",
            "-c",
            "for i in $(seq 2000); do printf %s $1$1; echo $1; done; printf end",
            "-",
            ":::",
            "aaaa",
            "bbbb",
            "cccc");
    var lines = end.out().lines().toList();
    assertThat(lines).hasSize(6003);
    assertThat(lines).allMatch(line -> line.matches("(.)\\1{3}\t(\\1{12}|end)"));
  }

  /** The other one's line waits until the long one, of which no end is in sight, has ended. */
  @Test
  void aLineLongerThanMemoryIsNotTorn() {
    var end =
        run(
            "",
            "--workers",
            "2",
            "--line-buffer",
            "--",
            "sh",
            "-c",
            "head -c $1 /dev/zero | tr '\\0' $2; echo; echo $2",
            "-",
            "{1}",
            "{2}",
            ":::",
            "9000000",
            "8000000",
            ":::+",
            "x",
            "y");
    assertThat(end.out().lines().toList())
        .containsExactlyInAnyOrder("x".repeat(9_000_000), "y".repeat(8_000_000), "x", "y");
  }

  @Test
  void aWholeOutputIsTagged() {
    assertThat(run("", "--tag", "--", "printf", "1\n\n2\n", ":::", "it").out())
        .isEqualTo("it\t1\nit\t\nit\t2\n");
  }

  @Test
  void haltNowEndsWhatRuns() {
    var end =
        run(
            "",
            "--workers",
            "2",
            "--halt",
            "now,fail=1",
            "--",
            "sh",
            "-c",
            "[ $1 != bad ] && exec sleep 1000; exit 1",
            "-",
            ":::",
            "slow",
            "bad",
            "never");
    assertThat(end).isEqualTo(new End(1, "", "rota: 1 of 1 failed: 1 exited with an error\n"));
  }

  @Test
  void haltSoonLetsThemEnd() {
    var end =
        run("", "--workers", "1", "--halt", "soon,success=2", "--", "echo", ":::", "1", "2", "3");
    assertThat(end).isEqualTo(new End(0, "1\n2\n", ""));
  }

  @Test
  void haltByPercentWaitsForAFew() {
    var halt = new Halt.Form().convert("soon,fail=50%");
    assertThat(halt.isReached(0, 2)).isFalse();
    assertThat(halt.isReached(2, 1)).isFalse();
    assertThat(halt.isReached(2, 2)).isTrue();
    assertThatThrownBy(() -> new Halt.Form().convert("now"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("allowed is now or soon");
  }

  @Test
  void resultsAreKept() throws IOException {
    var end =
        run(
            "",
            "--results",
            folder.toString(),
            "--",
            "sh",
            "-c",
            "echo $1; echo $1 >&2",
            "-",
            ":::",
            "a/b",
            "..");
    assertThat(end.out().lines()).containsExactlyInAnyOrder("a/b", "..");
    assertThat(folder.resolve("1/a\\_b/stdout")).hasContent("a/b");
    assertThat(folder.resolve("1/a\\_b/stderr")).hasContent("a/b");
    assertThat(folder.resolve("1/\\../stdout")).hasContent("..");
    try (var files = Files.list(folder.resolve("1"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void surroundingsAreSet() {
    var end =
        run(
            "",
            "--environment",
            "A=b=c",
            "--chdir",
            folder.toString(),
            "--nice",
            "3",
            "--",
            "sh",
            "-c",
            "echo $A; pwd; nice",
            ":::",
            "x");
    assertThat(end).isEqualTo(new End(0, "b=c\n" + folder + "\n3\n", ""));
  }

  @Test
  void aDryRunShowsTheCommands() {
    var end = run("", "--dry-run", "--", "rm", "-f", "{}", ":::", "a", "it's; x");
    assertThat(end).isEqualTo(new End(0, "rm -f a\nrm -f 'it'\\''s; x'\n", ""));
  }

  @Test
  void theGateHoldsBack() throws IOException {
    Files.writeString(folder.resolve("loadavg"), "2.50 1.00 0.50 1/100 1000\n");
    Files.writeString(folder.resolve("meminfo"), "MemTotal: 9 kB\nMemAvailable:  2048 kB\n");
    long second = 1_000_000_000;
    assertThat(new Gate(folder, 0, 2.6, null, 0).opensIn(0)).isZero();
    assertThat(new Gate(folder, 0, 2.5, null, 0).opensIn(0)).isPositive();
    assertThat(new Gate(folder, 0, null, 2L << 20, 0).opensIn(0)).isZero();
    assertThat(new Gate(folder, 0, null, (2L << 20) + 1, 0).opensIn(0)).isPositive();
    var delayed = new Gate(folder, second, null, null, 0);
    assertThat(delayed.opensIn(0)).isZero();
    delayed.started(7);
    assertThat(delayed.opensIn(8)).isEqualTo(second - 1);
    assertThat(delayed.opensIn(second + 7)).isZero();
  }

  @Test
  void whatExcludesEachOtherIsTold() {
    mistake("--order input cannot be", "--line-buffer", "--order", "input");
    mistake("--line-buffer and --results exclude", "--line-buffer", "--results", "x");
    mistake("--nice must be -20 to 19, not 20", "--nice", "20");
    mistake("no such folder: /nope", "--chdir", "/nope");
    mistake("is no variable with a value", "--environment", "A");
    mistake("with --pipe standard input is the input", "--pipe");
  }

  private void mistake(String message, String... options) {
    var all =
        Stream.concat(Stream.of(options), Stream.of("--", "echo", ":::", "1"))
            .toArray(String[]::new);
    var end = run("", all);
    assertThat(end.err()).contains(message).hasLineCount(1);
    assertThat(end.status()).isEqualTo(2);
  }
}
