package dev.rota.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.cli.Rota;
import dev.rota.cli.Rota.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code rota exec} that go on where others have ended. */
class ResumeTest {

  @TempDir private Path temporary;

  @TempDir private Path folder;

  private Path log;

  @BeforeEach
  void name() {
    log = folder.resolve("log");
  }

  private String[] exec(String... arguments) {
    return Stream.concat(
            Stream.of("exec", "--joblog", log.toString(), "--order", "input"), Stream.of(arguments))
        .toArray(String[]::new);
  }

  private End run(String input, String... arguments) {
    return Rota.run(temporary, input, exec(arguments));
  }

  @Test
  @Timeout(90)
  void whatIsLoggedIsLeftOut() {
    String[] command = {"--", "sh", "-c", "echo $1; [ $1 != bad ]", "-"};
    assertThat(run("a\nbad\n", command).out()).isEqualTo("a\nbad\n");
    assertThat(run("a\nbad\nb\n", with("--resume", command)).out()).isEqualTo("b\n");
    assertThat(run("a\nbad\nb\nc\n", with("--retry-failed", command)).out()).isEqualTo("bad\n");
    assertThat(run("a\nbad\nb\nc\n", with("--resume-failed", command)).out()).isEqualTo("bad\nc\n");
    assertThat(run("a\nbad\nb\nc\n", with("--resume", command))).isEqualTo(new End(0, "", ""));
  }

  @Test
  @Timeout(90)
  void anotherRunIsRefused() {
    String[] command = {"--resume", "--", "echo"};
    assertThat(run("a\nb\n", command).status()).isZero();
    assertThat(run("a\nx\nc\n", command))
        .isEqualTo(
            new End(
                2,
                "",
                "rota: input 2 is not what the log " + log + " has; it is of another run\n"));
    assertThat(run("a\n", command).err()).contains("knows more inputs than there are");
    assertThat(run("a\nb\n", "--resume", "--", "echo", "-n").err())
        .contains("was written for another command or other options");
    assertThat(run("a\nb\n", command)).isEqualTo(new End(0, "", ""));
  }

  @Test
  @Timeout(90)
  void aFullDiskEndsTheRun() throws IOException {
    Files.createSymbolicLink(log, Path.of("/dev/full"));
    var end = run("a\nb\n", "--", "echo");
    assertThat(end.err()).contains("rota: cannot write the log " + log);
    assertThat(end.status()).isEqualTo(2);
  }

  /** Output that is stuck before a reader who does not read may yet be lost. */
  @Test
  @Timeout(90)
  void whatIsNotWrittenYetIsNotLogged() throws IOException {
    var ended = folder.resolve("ended");
    var command = exec("--", "sh", "-c", "head -c 100000 /dev/zero; echo >> $0", ended.toString());
    try (var rota = Rota.start(temporary, command)) {
      rota.type("1\n".repeat(200));
      rota.endInput();
      await().until(() -> Files.exists(ended) && lines(ended) == 200);
      assertThat(lines(log)).isEqualTo(1); // the names of the columns
      rota.signal("KILL");
      assertThat(rota.status()).isEqualTo(137);
    }
  }

  private static String[] with(String option, String... command) {
    return Stream.concat(Stream.of(option), Stream.of(command)).toArray(String[]::new);
  }

  /**
   * What the log has when rota is killed is never run again, and in the end every input has been
   * run and printed. The seed is printed with a failure.
   */
  @Test
  @Timeout(3600)
  void killedAtAnyTimeItGoesOn() throws IOException, InterruptedException {
    int kills = Boolean.getBoolean("rota.long") ? 300 : 3;
    int inputs = 60 * kills;
    var random = new Random(20);
    var runs = folder.resolve("runs");
    var out = Files.createFile(folder.resolve("out"));
    Files.createFile(runs);
    var input = Files.writeString(folder.resolve("input"), numbers(inputs));
    var arguments =
        exec(
            "--resume",
            "--",
            "sh",
            "-c",
            "echo $1 >> $0; echo $1",
            runs.toString(),
            "::::",
            input.toString());
    var frozen = new HashMap<String, Long>(); // how often it had run when it was in the log
    int killed = 0;
    boolean done = false;
    while (!done) {
      try (var rota = Rota.startInto(out, temporary, arguments)) {
        long before = lines(out);
        boolean kill = killed < kills;
        while (kill && rota.isAlive() && lines(out) < before + random.nextInt(1, 60)) {
          Thread.onSpinWait();
        }
        if (kill && rota.isAlive()) {
          TimeUnit.MICROSECONDS.sleep(random.nextInt(3000));
          rota.signal("KILL");
          killed++;
        }
        done = rota.status() == 0;
      }
      awaitQuiet(runs);
      var counts = counts(runs);
      frozen.forEach(
          (one, count) -> assertThat(counts).as("runs of " + one).containsEntry(one, count));
      for (var one : logged()) {
        frozen.putIfAbsent(one, counts.getOrDefault(one, 0L));
      }
    }
    assertThat(killed).isGreaterThan(kills / 2);
    assertThat(new TreeSet<>(Files.readAllLines(out)))
        .isEqualTo(new TreeSet<>(numbers(inputs).lines().toList()));
    assertThat(frozen).hasSize(inputs);
  }

  private static String numbers(int count) {
    var text = new StringBuilder();
    IntStream.rangeClosed(1, count).forEach(i -> text.append(i).append('\n'));
    return text.toString();
  }

  private static long lines(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    long lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static Map<String, Long> counts(Path runs) throws IOException {
    var counts = new HashMap<String, Long>();
    Files.readAllLines(runs).forEach(one -> counts.merge(one, 1L, Long::sum));
    return counts;
  }

  /** The guardian ends what was under way a moment after rota. */
  private static void awaitQuiet(Path runs) {
    await()
        .until(
            () ->
                ProcessHandle.allProcesses()
                    .noneMatch(
                        one -> one.info().commandLine().orElse("").contains(runs.toString())));
  }

  /** The inputs that count as ended: lines of the log that have their sums. */
  private List<String> logged() throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    long sums = Math.max(0, lines(folder.resolve("log.sum")) - 1);
    return Files.readAllLines(log).stream()
        .skip(1)
        .limit(sums)
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }
}
