package dev.rota.cli.joblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.cli.args.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoblogTest {
  private static final int ENTRIES = 12;
  private static final long COMMAND = 77;

  @TempDir private Path folder;

  private Path log;
  private Path sums;

  @BeforeEach
  void name() {
    log = folder.resolve("log");
    sums = folder.resolve("log.sum");
  }

  private static Entry entry(int number) {
    return new Entry(
        number, 1_700_000_000_123L, 1_234_567_890, number % 3, 0, "echo \u00e9\n" + number);
  }

  private static void write(Joblog joblog, int from, int to) {
    for (int number = from; number <= to; number++) {
      joblog.add(entry(number), number * 31L);
    }
  }

  private Joblog open(boolean goOn) {
    return Joblog.open(log, COMMAND, goOn, Sync.NEVER, () -> {});
  }

  private void writeAll() {
    try (var joblog = open(false)) {
      write(joblog, 1, ENTRIES);
    }
  }

  @Test
  void hasTheColumnsOfGnuParallel() throws IOException {
    writeAll();
    var lines = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
    assertThat(lines.lines().limit(2))
        .containsExactly(
            "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand",
            "1\t:\t1700000000.123\t     1.235\t0\t0\t1\t0\techo \u00e9 1");
  }

  @Test
  void whatWasLoggedIsKnown() {
    writeAll();
    try (var joblog = open(true)) {
      var logged = joblog.logged();
      assertThat(logged.highest()).isEqualTo(ENTRIES);
      assertThat(logged.has(ENTRIES)).isTrue();
      assertThat(logged.has(ENTRIES + 1)).isFalse();
      assertThat(logged.hasFailed(3)).isFalse();
      assertThat(logged.hasFailed(4)).isTrue();
      assertThat(logged.isSame(4, 4 * 31L)).isTrue();
      assertThat(logged.isSame(4, 5)).isFalse();
    }
  }

  /** A process can be killed at any byte, first of the line and then of its sum. */
  @Test
  void aKillAtAnyByteLeavesAPrefixToGoOnFrom() throws IOException {
    writeAll();
    var logBytes = Files.readAllBytes(log);
    var sumBytes = Files.readAllBytes(sums);
    int logCut = 0;
    int sumCut = 0;
    while (sumCut < sumBytes.length) {
      for (int end = endOfLine(logBytes, logCut); logCut < end; logCut++) {
        cutAndGoOn(logBytes, logCut, sumBytes, sumCut);
      }
      for (int end = endOfLine(sumBytes, sumCut); sumCut < end; sumCut++) {
        cutAndGoOn(logBytes, logCut, sumBytes, sumCut);
      }
    }
    cutAndGoOn(logBytes, logCut, sumBytes, sumCut);
  }

  private static int endOfLine(byte[] bytes, int from) {
    int end = from;
    while (bytes[end] != '\n') {
      end++;
    }
    return end + 1;
  }

  /** The system, when it ends itself, may have kept less of either file. */
  @Test
  void whateverTheSystemHasKeptIsAPrefixToGoOnFrom() throws IOException {
    writeAll();
    var logBytes = Files.readAllBytes(log);
    var sumBytes = Files.readAllBytes(sums);
    var random = new Random(1);
    for (int i = 0; i < 400; i++) {
      int sumCut = random.nextInt(1, sumBytes.length + 1);
      cutAndGoOn(logBytes, random.nextInt(logBytes.length + 1), sumBytes, sumCut);
    }
  }

  private void cutAndGoOn(byte[] logBytes, int logCut, byte[] sumBytes, int sumCut)
      throws IOException {
    Files.write(log, Arrays.copyOf(logBytes, logCut));
    Files.write(sums, Arrays.copyOf(sumBytes, sumCut));
    int whole = Math.min(count(logBytes, logCut), count(sumBytes, sumCut)) - 1;
    int known = Math.max(0, whole);
    try (var joblog = open(true)) {
      var logged = joblog.logged();
      assertThat(logged.highest()).as("cut at %d, %d", logCut, sumCut).isEqualTo(known);
      assertThat(logged.lines()).isEqualTo(known);
      write(joblog, known + 1, ENTRIES);
    }
    assertThat(Files.readAllBytes(log)).isEqualTo(logBytes);
    assertThat(Files.readAllBytes(sums)).isEqualTo(sumBytes);
  }

  private static int count(byte[] bytes, int length) {
    int lines = 0;
    for (int i = 0; i < length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  @Test
  void aChangedLineEndsWhatCounts() throws IOException {
    writeAll();
    var bytes = Files.readAllBytes(log);
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("\n5\t") + 3] = ';';
    Files.write(log, bytes);
    try (var joblog = open(true)) {
      assertThat(joblog.logged().highest()).isEqualTo(4);
    }
  }

  @Test
  void anotherCommandIsRefused() {
    writeAll();
    assertThatThrownBy(() -> Joblog.open(log, COMMAND + 1, true, Sync.NEVER, () -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("for another command");
  }

  @Test
  void aLogWithoutItsSumsIsRefused() throws IOException {
    writeAll();
    Files.delete(sums);
    assertThatThrownBy(() -> open(true)).hasMessageContaining("has no log.sum beside it");
  }

  @Test
  void twoRunsAtATimeAreRefused() {
    try (var _ = open(false)) {
      assertThatThrownBy(() -> open(true)).hasMessageContaining("belongs to another run");
    }
  }
}
