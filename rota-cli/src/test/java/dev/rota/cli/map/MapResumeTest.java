package dev.rota.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.cli.Rota;
import dev.rota.cli.Rota.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code rota map} that go on where others have ended. */
@Timeout(90)
class MapResumeTest {
  private static final String[] RESUME = {"--resume"};

  @TempDir private Path temporary;

  @TempDir private Path folder;

  private Path log;
  private Path out;

  @BeforeEach
  void name() {
    log = folder.resolve("log");
    out = folder.resolve("out");
  }

  /** On a thread, which starts sooner; what is logged is the master's. */
  private String[] map(String method, String... more) {
    return mapOn("thread", method, more);
  }

  private String[] mapOn(String on, String method, String... more) {
    var arguments =
        new ArrayList<>(List.of("map", Functions.class.getName() + "::" + method, "-", "--quiet"));
    arguments.addAll(List.of("--class-path", "target/test-classes", "--workers", "1", "--on", on));
    arguments.addAll(List.of("--joblog", log.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private End run(String input, String... more) {
    return Rota.run(temporary, input, map("pick", more));
  }

  private static String line(String input) {
    return "{\"input\":\"" + input + "\",\"value\":\"" + input + "\"}\n";
  }

  @Test
  void theLogHasTheColumnsOfGnuParallel() throws IOException {
    assertThat(run("a\nbad \u00e9\n").status()).isEqualTo(1);
    var lines = Files.readAllLines(log);
    var function = Functions.class.getName() + "::pick ";
    assertThat(lines.getFirst())
        .isEqualTo("Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand");
    assertThat(lines.get(1))
        .matches("1\t:\t\\d+\\.\\d{3}\t *\\d+\\.\\d{3}\t0\t0\t0\t0\t\\Q" + function + "a\\E");
    assertThat(lines.get(2))
        .matches(
            "2\t:\t\\d+\\.\\d{3}\t *\\d+\\.\\d{3}\t0\t0\t1\t0\t\\Q" + function + "bad \u00e9\\E");
  }

  @Test
  void howAWorkerEndedIsLogged() throws IOException {
    Rota.run(temporary, "x\n", mapOn("process", "exit"));
    assertThat(Files.readAllLines(log).get(1)).contains("\t7\t0\t");
    Rota.run(temporary, "hang\n", map("hangOn", "--timeout", "100ms"));
    assertThat(Files.readAllLines(log).get(1)).contains("\t-1\t0\t");
  }

  @Test
  void whatIsLoggedIsLeftOut() {
    assertThat(run("a\nbad\n").out()).startsWith(line("a")).hasLineCount(2);
    assertThat(run("a\nbad\nb\n", RESUME)).isEqualTo(new End(0, line("b"), ""));
    assertThat(run("a\nbad\nb\nc\n", "--retry-failed").out())
        .startsWith("{\"input\":\"bad\",\"failure\"")
        .hasLineCount(1);
    assertThat(run("a\nbad\nb\nc\n", "--resume-failed").out())
        .startsWith("{\"input\":\"bad\",\"failure\"")
        .endsWith(line("c"))
        .hasLineCount(2);
    assertThat(run("a\nbad\nb\nc\n", RESUME)).isEqualTo(new End(0, "", ""));
  }

  @Test
  void equalInputsAreSeveral() {
    assertThat(run("a\na\na\n").out()).isEqualTo(line("a").repeat(3));
    assertThat(run("a\na\na\na\nb\n", "--resume").out()).isEqualTo(line("a") + line("b"));
  }

  @Test
  void anotherRunIsRefused() throws IOException {
    assertThat(run("a\nb\n", "--out", out.toString()).status()).isZero();
    Files.writeString(out, "torn", StandardOpenOption.APPEND);
    refused(
        run("a\nx\nc\n", "--resume", "--out", out.toString()),
        "input 2 is not what the log " + log + " has; it is of another run");
    refused(
        run("a\n", "--resume", "--out", out.toString()),
        "the log " + log + " knows more inputs than there are; it is of another run");
    refused(
        run("a\nb\nc\n", "--resume", "--out", out.toString(), "--order", "finish"),
        "the log " + log + " was written for another command or other options");
    refused(
        Rota.run(temporary, "a\nb\n", map("upper", "--resume", "--out", out.toString())),
        "the log " + log + " was written for another command or other options");
    assertThat(Files.readString(out)).isEqualTo(line("a") + line("b") + "torn");
    assertThat(run("a\nb\nc\n", "--resume", "--out", out.toString()).status()).isZero();
    assertThat(Files.readString(out)).isEqualTo(line("a") + line("b") + line("c"));
  }

  private static void refused(End end, String why) {
    assertThat(end).isEqualTo(new End(2, "", "rota: " + why + "\n"));
  }

  @Test
  void aFunctionIsItsSource() throws IOException {
    var source = folder.resolve("F.java");
    var text = "class F { public static String apply(String input) { return input; } }";
    Files.writeString(source, text);
    String[] command = {
      "map", source.toString(), "-", "--quiet", "--joblog", log.toString(), "--resume"
    };
    assertThat(Rota.run(temporary, "a\n", command).out()).isEqualTo(line("a"));
    Files.writeString(source, text.replace("return input", "return input + 1"));
    refused(
        Rota.run(temporary, "a\nb\n", command),
        "the log " + log + " was written for another command or other options");
    command[1] = folder.resolve("G.java").toString();
    Files.writeString(source, text);
    Files.move(source, Path.of(command[1]), StandardCopyOption.ATOMIC_MOVE);
    assertThat(Rota.run(temporary, "a\nb\n", command).out()).isEqualTo(line("b"));
  }

  /** What a kill leaves: a line that is cut off, or one that is whole and not logged. */
  @Test
  void whatIsNotLoggedIsCutOff() throws IOException {
    String[] more = {"--resume", "--out", out.toString()};
    assertThat(run("a\n", more).status()).isZero();
    var whole = line("a") + line("b");
    for (int cut : new int[] {1, 0}) {
      Files.writeString(out, whole.substring(0, whole.length() - cut));
      var sumsBefore = Files.readAllBytes(folder.resolve("log.sum"));
      assertThat(run("a\nb\n", more).status()).isZero();
      assertThat(Files.readString(out)).isEqualTo(whole);
      Files.write(folder.resolve("log.sum"), sumsBefore);
    }
  }

  @Test
  void anotherFileIsNotCutOff() throws IOException {
    assertThat(run("a\nb\n").status()).isZero();
    Files.writeString(out, "mine\n");
    refused(
        run("a\nb\n", "--resume", "--out", out.toString()),
        out + " has fewer lines than the log; it is not the output of the run that goes on");
    assertThat(Files.readString(out)).isEqualTo("mine\n");
  }

  /**
   * In input order nothing is printed behind what is missing, so that a later run can fill it in.
   */
  @Test
  void anInterruptedRunGoesOnInOrder() throws IOException {
    var ended = folder.resolve("ended");
    var source = folder.resolve("F.java");
    Files.writeString(
        source,
        """
        import java.nio.file.*;
        class F {
            public static String apply(String input) throws Exception {
                Path go = Path.of("%s");
                while (input.equals("2") && !Files.exists(go)) {
                    Thread.sleep(10);
                }
                Files.writeString(Path.of("%s"), input + "\\n",
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return input;
            }
        }
        """
            .formatted(folder.resolve("go"), ended));
    String[] command = {
      "map",
      source.toString(),
      "-",
      "--quiet",
      "--workers",
      "2",
      "--joblog",
      log.toString(),
      "--resume",
      "--out",
      out.toString(),
      "--on",
      "thread"
    };
    var inputs = "1\n2\n3\n4\n";
    try (var rota = Rota.start(temporary, command)) {
      rota.type(inputs);
      await().until(() -> Files.exists(ended) && Files.readAllLines(ended).contains("4"));
      await().until(() -> Files.exists(out) && Files.readString(out).equals(line("1")));
      rota.signal("INT");
      assertThat(rota.status()).isEqualTo(130);
    }
    assertThat(Files.readString(out)).isEqualTo(line("1"));
    assertThat(Files.readAllLines(log)).hasSize(2);
    Files.createFile(folder.resolve("go"));
    assertThat(Rota.run(temporary, inputs, command)).isEqualTo(new End(0, "", ""));
    assertThat(Files.readString(out)).isEqualTo(line("1") + line("2") + line("3") + line("4"));
    assertThat(Files.readAllLines(ended).stream().filter("1"::equals)).hasSize(1);
  }

  /** One that waits for the inputs that it knows is told so by a signal, too. */
  @Test
  void aRunThatStillComparesInputsCanBeInterrupted() {
    assertThat(run("a\nb\n").status()).isZero();
    try (var rota = Rota.start(temporary, map("pick", RESUME))) {
      rota.type("a\n");
      await().until(() -> rota.threads().contains("rota-stdin"));
      rota.signal("INT");
      assertThat(rota.end()).isEqualTo(new End(130, "", ""));
    }
    assertThat(run("a\nb\nc\n", RESUME).out()).isEqualTo(line("c"));
  }

  @Test
  void aFullDiskEndsTheRun() throws IOException {
    Files.createSymbolicLink(log, Path.of("/dev/full"));
    var end = run("a\nb\n");
    assertThat(end.err())
        .isEqualTo("rota: cannot write the log " + log + ": No space left on device\n");
    assertThat(end.status()).isEqualTo(2);
  }

  /** A limit on the size of files is met in the middle of a line, as a full disk is. */
  @Test
  void whenThereIsRoomAgainItGoesOn() throws IOException {
    int inputs = 1000;
    var input = new StringBuilder();
    var expected = new StringBuilder();
    IntStream.rangeClosed(1, inputs)
        .forEach(
            i -> {
              input.append(i).append("x".repeat(60)).append('\n');
              expected.append(line(i + "x".repeat(60)));
            });
    String[] command = map("pick", "--resume", "--sync", "second", "--out", out.toString());
    var full = Rota.runWithin(64, temporary, input.toString(), command);
    assertThat(full.err()).contains("File too large").hasLineCount(1);
    assertThat(full.status()).isEqualTo(2);
    assertThat(Files.size(out)).isBetween(30_000L, 64L << 10);
    assertThat(run(input.toString(), "--resume", "--out", out.toString()))
        .isEqualTo(new End(0, "", ""));
    assertThat(Files.readString(out)).isEqualTo(expected.toString());
    assertThat(Files.readAllLines(log)).hasSize(inputs + 1);
  }

  @Test
  void mistakesAreToldBeforeAnythingRuns() throws IOException {
    mistake("rota: to go on there must be a log: --joblog FILE", "map", "f", "-", "--resume");
    mistake("give one of --resume,", map("pick", "--resume", "--retry-failed"));
    mistake("--joblog and --out must be two files, not both", map("pick", "--out", log.toString()));
    mistake("--joblog's sums and --out must be two files", map("pick", "--out", log + ".sum"));
    mistake("Invalid value for option '--sync'", map("pick", "--sync", "often"));
    assertThat(log).doesNotExist();
    Files.writeString(log, "x".repeat(100), StandardOpenOption.CREATE);
    mistake("has no log.sum beside it to go on by", map("pick", RESUME));
  }

  private void mistake(String line, String... arguments) {
    var end = Rota.run(temporary, "", arguments);
    assertThat(end.err()).contains(line).hasLineCount(1);
    assertThat(end.out()).isEmpty();
    assertThat(end.status()).isEqualTo(2);
  }
}
