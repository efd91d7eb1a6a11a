package dev.rota.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.cli.Rota;
import dev.rota.cli.Rota.End;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rota sim} from outside. */
@Timeout(120)
class SimTest {
  private static final String MANY =
      """
      {"cores": 64, "policies": ["fifo"],
       "tasks": [{"name": "t", "count": 100000, "bursts": ["1ms"]}]}
      """;

  @TempDir private Path folder;

  @Test
  void theFirstExampleOfAll() {
    var end = run("--task", "a:0:3ms", "--task", "b:1:2ms", "--policy", "rr:quantum=1ms");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(end.out())
        .startsWith(
            """
            rr:quantum=1ms on 1 core

                             0         1         2         3         4 ms
            a                ##########..........##########..........##########
            b                          ##########..........##########
                             # computes   . ready

            task, ms  arrival  response  waiting  turnaround  finish  cpu
            a               0         0        2           5       5    3
            b               1         0        1           3       4    2
            """);
  }

  /** What the command line says goes before what the file says, and its tasks come behind. */
  @Test
  void everyOptionAtOnce() throws IOException {
    var file = folder.resolve("f.json");
    Files.writeString(
        file,
        """
        {"cores": 1, "seed": 1, "switchCost": "1s", "policies": ["fifo"],
         "tasks": [{"name": "a", "group": "g/h", "bursts": ["4ms", "2ms", "1ms"]}]}
        """);
    var svg = folder.resolve("f.svg");
    var options =
        "--policy rr --policy lottery --quantum 2ms --cores 2 --seed 9 --switch-cost 1us"
            + " --process-switch-cost 2us --group g:weight=2 --format json --slices"
            + " --task b:1:3ms:group=g/h,weight=2,priority=1 --task c:2ms:3ms";
    var end = run((file + " --svg " + svg + " " + options).split(" ", -1));
    assertThat(end.err()).isEmpty();
    assertThat(end.out())
        .startsWith("[{\"policy\":\"rr\",\"cores\":2,\"figures\":{\"makespanMs\":8")
        .contains("{\"policy\":\"lottery:seed=9\"", "\"group\":\"g/h\"")
        .contains("{\"task\":\"c\",\"core\":0,\"startMs\":2.002,\"endMs\":4.002}");
    assertThat(svg).content().startsWith("<svg ").endsWith("</svg>\n");
  }

  @Test
  void theFileOfAScenarioIsAScenario() throws IOException {
    var printed = run("word-qq-music", "--scenario-file");
    assertThat(printed.status()).isZero();
    var file = folder.resolve("mine.json");
    Files.writeString(file, printed.out());
    assertThat(run(file.toString())).isEqualTo(run("word-qq-music"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        " | there are no tasks; give --task NAME:ARRIVAL:BURSTS, a scenario or a file",
        "nope | there is no scenario 'nope'; allowed are word-qq-music, qq-threads, homework,",
        "nope.json | no such file: nope.json",
        "/ | cannot read /",
        "word-qq-music more | Unmatched argument",
        "--scenario-file | --scenario-file needs a scenario; allowed are word-qq-music",
        "homework --cores 0 | --cores: '0' is out of range; allowed is 1 to 1024",
        "homework --cores x | --cores: 'x' is out of range",
        "homework --seed x | --seed: 'x' is out of range",
        "homework --quantum 0ms | --quantum: '0ms' is not a duration above zero",
        "homework --switch-cost x | --switch-cost: 'x' is not a duration above zero",
        "homework --process-switch-cost -1ms | --process-switch-cost: '-1ms' is not a duration",
        "homework --switch-cost 25h | --switch-cost: '25h' is more than a day",
        "homework --format xml | '--format': 'xml' is not known; allowed are csv, json and text",
        "homework --slices | --slices is for --format json",
        "homework --policy nope | policy: there is no 'nope'; allowed is fifo",
        "homework --task a | --task 'a' is no task",
        "homework --group a | --group 'a' is no group",
        "homework --task maths:0:1ms | two tasks have the name 'maths'",
        "homework --svg /nope/x.svg | cannot write to /nope/x.svg: no such folder",
        "homework --svg /dev/full | cannot write to /dev/full: No space left on device",
        "thrash --svg x.svg | --svg draws one run, and this scenario has counts, each a run",
        "--policy rr --colour | Unknown option",
      })
  void aMistakeIsOneLine(String arguments, String message) {
    var end = run(arguments == null ? new String[0] : arguments.split(" ", -1));
    assertThat(end.err()).startsWith("rota: ").contains(message).hasLineCount(1);
    assertThat(end.out()).isEmpty();
    assertThat(end.status()).isEqualTo(2);
  }

  @Test
  void aFullDiskIsOneLine() throws Exception {
    var errors = folder.resolve("errors").toFile();
    var rota =
        new ProcessBuilder(Rota.command(folder, "sim", "homework"))
            .redirectOutput(new File("/dev/full"))
            .redirectError(errors)
            .start();
    assertThat(rota.waitFor()).isEqualTo(2);
    assertThat(errors).hasContent("rota: cannot write to standard output: No space left on device");
  }

  @Test
  void aReaderThatGoesAwayEndsItQuietly() throws IOException {
    try (var rota = many()) {
      assertThat(rota.readLine()).startsWith("policy,name");
      rota.closeOutput();
      assertThat(rota.status()).isEqualTo(141);
      assertThat(rota.errors()).isEmpty();
    }
  }

  @Test
  void anInterruptEndsIt() throws IOException {
    try (var rota = many()) {
      assertThat(rota.readLine()).startsWith("policy,name");
      rota.signal("INT");
      var end = rota.end();
      assertThat(end.status()).isEqualTo(130);
      assertThat(end.err()).isEmpty();
    }
  }

  /** More lines than a pipe holds. */
  private Rota many() throws IOException {
    var file = folder.resolve("many.json");
    Files.writeString(file, MANY);
    return Rota.start(folder, "sim", file.toString(), "--format", "csv");
  }

  private End run(String... arguments) {
    var all = new ArrayList<>(List.of("sim"));
    all.addAll(List.of(arguments));
    try (var rota = Rota.start(folder, all.toArray(String[]::new))) {
      return rota.end();
    }
  }
}
