package dev.rota.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.rota.cli.Rota;
import dev.rota.cli.Rota.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rota map} from outside. */
@Timeout(90)
class MapTest {

  @TempDir private Path temporary;

  @TempDir private Path folder;

  @AfterEach
  void nothingIsLeft() throws IOException {
    try (var left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "thread"})
  void allWell(String on) {
    var end = Rota.run(temporary, "b\na\n", arguments("upper", "-", "--on", on));
    assertThat(end.out())
        .isEqualTo(
            """
            {"input":"b","value":"B"}
            {"input":"a","value":"A"}
            """);
    assertThat(end.err())
        .containsPattern("rota: 2 done: 2 succeeded, 0 failed; .* s, .*/s, 0 workers restarted\n");
    assertThat(end.status()).isZero();
  }

  @Test
  void quietSaysNothing() {
    var end = Rota.run(temporary, "a\n", arguments("upper", "-", "--quiet"));
    assertThat(end).isEqualTo(new End(0, "{\"input\":\"a\",\"value\":\"A\"}\n", ""));
  }

  /** Four at a time at least, of which more would run: a number that two processors do not make. */
  @ParameterizedTest
  @ValueSource(strings = {"process", "thread"})
  void theNumberOfWorkersIsFoundAndToldOf(String on) {
    var end =
        Rota.run(
            temporary,
            "a\n".repeat(4_000),
            arguments("rest", "-", "--on", on, "--workers", "auto", "--verbose"));
    assertThat(end.out().lines()).hasSize(4_000).containsOnly("{\"input\":\"a\",\"value\":\"a\"}");
    assertThat(end.err()).containsPattern("rota: \\d+ workers: to be compared with \\d+\n");
    assertThat(end.err())
        .containsPattern("rota: \\d+ workers: \\d+ instead of \\d+: [+-].* % tasks");
    assertThat(end.status()).isZero();
  }

  @Test
  void noInputAtAllIsWell() {
    assertThat(Rota.run(temporary, "", arguments("upper", "-", "--quiet")))
        .isEqualTo(new End(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "thread"})
  void whatIsThrownIsTold(String on) {
    var end = Rota.run(temporary, "oh\n", arguments("fail", "-", "--quiet", "--on", on));
    assertThat(end.out())
        .startsWith(
            "{\"input\":\"oh\",\"failure\":\"threw\",\"detail\":\"java.lang.IllegalArgumentException:"
                + " oh at dev.rota.cli.map.Functions.fail(Functions.java:")
        .contains("; caused by java.lang.IllegalStateException: why\",\"wallMs\":")
        .endsWith("\"attempts\":1}\n");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void retriesAreCounted() {
    var end = Rota.run(temporary, "x\n", arguments("exit", "-", "--quiet", "--retries", "2"));
    assertThat(end.out())
        .contains(
            "\"failure\":\"crashed\",\"detail\":\"the worker exited with status 7; last output:"
                + " last words\"")
        .endsWith("\"attempts\":3}\n");
  }

  @Test
  void aHangingInputTimesOutAndTheOthersDoNotWaitInFinishOrder() {
    var end =
        Rota.run(
            temporary,
            "hang\na\n",
            arguments("hangOn", "-", "--quiet", "--timeout", "1s", "--order", "finish"));
    assertThat(end.out().lines().toList())
        .hasSize(2)
        .first()
        .isEqualTo("{\"input\":\"a\",\"value\":\"a\"}");
    assertThat(end.out())
        .contains(
            "{\"input\":\"hang\",\"failure\":\"timed-out\",\"detail\":\"timed out after 1000 ms\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "thread"})
  void onlyWhoComputesPassesTheCpuTimeOut(String on) {
    var end =
        Rota.run(
            temporary,
            "spin\na\n",
            arguments("spinOn", "-", "--quiet", "--cpu-timeout", "1s", "--on", on));
    assertThat(end.out())
        .startsWith(
            "{\"input\":\"spin\",\"failure\":\"timed-out\","
                + "\"detail\":\"timed out after 1000 ms of CPU time\"")
        .endsWith("{\"input\":\"a\",\"value\":\"a\"}\n");
  }

  @Test
  void aWorkerThatTakesTooMuchMemoryIsKilled() {
    var end = Rota.run(temporary, "x\n", arguments("grow", "-", "--quiet", "--memory", "100m"));
    assertThat(end.out())
        .contains("\"failure\":\"out-of-memory\"", "MiB, 100 MiB are allowed", "\"attempts\":1");
  }

  @Test
  void aLineIsAnsweredBeforeTheNextIsWritten() {
    try (var rota = Rota.start(temporary, arguments("upper", "-", "--quiet"))) {
      for (var word : List.of("one", "two", "three")) {
        rota.type(word + "\n");
        assertThat(rota.readLine()).startsWith("{\"input\":\"" + word + "\"");
      }
      rota.endInput();
      assertThat(rota.end()).isEqualTo(new End(0, "", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "thread"})
  void aTraceShowsEachInput(String on) throws IOException {
    var file = folder.resolve("trace.json");
    var end =
        Rota.run(
            temporary,
            "a\nb\n",
            arguments("upper", "-", "--quiet", "--on", on, "--trace", file.toString()));
    assertThat(end.status()).isZero();
    assertThat(slices(file)).containsExactlyInAnyOrder("a", "b");
  }

  /** The names of the slices in a trace; throws if it is not JSON. */
  private static List<String> slices(Path trace) throws IOException {
    var names = new ArrayList<String>();
    try (var json = new JsonFactory().createParser(trace.toFile())) {
      var name = "";
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          switch (json.currentName()) {
            case "name" -> name = json.getText();
            case "ph" -> names.addAll(json.getText().equals("X") ? List.of(name) : List.of());
            default -> {}
          }
        }
      }
    }
    return names;
  }

  @Test
  void aTraceIsWholeAlsoWhenTheRunIsInterrupted() throws IOException {
    var file = folder.resolve("trace.json");
    try (var rota =
        Rota.start(temporary, arguments("hangOn", "-", "--quiet", "--trace", file.toString()))) {
      rota.type("a\nhang\n");
      assertThat(rota.readLine()).isEqualTo("{\"input\":\"a\",\"value\":\"a\"}");
      rota.signal("INT");
      assertThat(rota.end().status()).isEqualTo(130);
    }
    assertThat(slices(file)).contains("a");
  }

  @ParameterizedTest
  @CsvSource({"no/such/folder, no such folder", "/dev/full, No space left on device"})
  void aTraceThatCannotBeWrittenIsToldOfAtTheEndIfNotBefore(String file, String why) {
    var end = Rota.run(temporary, "a\n", arguments("upper", "-", "--quiet", "--trace", file));
    assertThat(end.err()).isEqualTo("rota: cannot write the trace to " + file + ": " + why + "\n");
    assertThat(end.status()).isEqualTo(2);
  }

  @Test
  void aTraceIsNoOutput() {
    var end = Rota.run(temporary, "a\n", arguments("upper", "-", "--trace", "f", "--out", "f"));
    assertThat(end.err()).startsWith("rota: --trace and --out must be two files, not both f");
    assertThat(end.status()).isEqualTo(2);
  }

  @Test
  void linesGoToAFile() throws IOException {
    var file = folder.resolve("out.jsonl");
    var end =
        Rota.run(temporary, "a\n", arguments("upper", "-", "--quiet", "--out", file.toString()));
    assertThat(end).isEqualTo(new End(0, "", ""));
    assertThat(file).hasContent("{\"input\":\"a\",\"value\":\"A\"}");
  }

  @Test
  void aFullDiskIsOneLine() {
    var end =
        Rota.run(temporary, "a\nb\n", arguments("upper", "-", "--quiet", "--out", "/dev/full"));
    assertThat(end)
        .isEqualTo(new End(2, "", "rota: cannot write to /dev/full: No space left on device\n"));
  }

  @Test
  void aReaderThatGoesAwayEndsItQuietly() {
    try (var rota = Rota.start(temporary, arguments("upper", "jrt:/java.base"))) {
      assertThat(rota.readLine()).contains("value");
      var workers = rota.workers();
      rota.closeOutput();
      assertThat(rota.status()).isEqualTo(141);
      assertThat(rota.errors()).isEmpty();
      allEnd(workers);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void aSignalEndsAllAndKeepsWhatIsFinished(String signal, int status) {
    try (var rota = Rota.start(temporary, arguments("hangOn", "-", "--workers", "2"))) {
      rota.type("first\nhang\n");
      assertThat(rota.readLine()).isEqualTo("{\"input\":\"first\",\"value\":\"first\"}");
      var workers = rota.workers();
      assertThat(workers).hasSizeGreaterThanOrEqualTo(2);
      rota.signal(signal);
      var end = rota.end();
      assertThat(end.status()).isEqualTo(status);
      assertThat(end.out()).doesNotContain("hang");
      assertThat(end.err()).startsWith("rota: stopped; ");
      allEnd(workers);
    }
  }

  @Test
  void finishedLinesBehindAnUnfinishedOneAreNotLost() throws IOException {
    var started = folder.resolve("started");
    Files.writeString(
        folder.resolve("Both.java"),
        """
        import java.nio.file.*;
        public class Both {
            public static Object apply(Path path) throws Exception {
                if (path.endsWith("started")) {
                    Files.createFile(path);
                    Thread.sleep(Long.MAX_VALUE);
                }
                Files.createFile(path);
                return "done";
            }
        }
        """);
    var done = folder.resolve("done");
    try (var rota =
        Rota.start(
            temporary, "map", folder.resolve("Both.java").toString(), "-", "--workers", "2")) {
      rota.type(started + "\n" + done + "\n" + folder.resolve("more") + "\n");
      // One worker runs one after the other: when the third has begun, the second has ended.
      await().until(() -> Files.exists(started) && Files.exists(folder.resolve("more")));
      rota.signal("INT");
      var end = rota.end();
      assertThat(end.out())
          .contains("{\"input\":\"" + done + "\",\"value\":\"done\"}")
          .doesNotContain("started");
      assertThat(end.status()).isEqualTo(130);
    }
  }

  @Test
  void mistakesAreOneLineAndNothingRuns() {
    mistake("rota: no such file or folder: nope", arguments("upper", "nope"));
    mistake("rota: no file matches *.nope", arguments("upper", "*.nope"));
    mistake("has no method nope; needed is", arguments("nope", "-"));
    mistake("rota: FUNCTION is File.java or package.Class::method, not nope", "map", "nope", "-");
    mistake(
        "rota: cannot write to /nope/out: no such folder",
        arguments("upper", "-", "--out", "/nope/out"));
    mistake(
        "rota: --heap is for processes",
        arguments("upper", "-", "--on", "thread", "--heap", "64m"));
    mistake(
        "rota: --memory is for processes",
        arguments("upper", "-", "--on", "thread", "--memory", "64m"));
    mistake(
        "rota: --heap must be less than --memory",
        arguments("upper", "-", "--heap", "64m", "--memory", "64m"));
    mistake(
        "rota: Invalid value for option '--memory': '1m' is too small",
        arguments("upper", "-", "--memory", "1m"));
    mistake(
        "rota: Invalid value for option '--cpu-timeout': '5' is not a duration",
        arguments("upper", "-", "--cpu-timeout", "5"));
    mistake(
        "rota: Invalid value for option '--on': 'fiber' is not known; allowed are process, sliced"
            + " and thread",
        arguments("upper", "-", "--on", "fiber"));
    mistake(
        "rota: --heap is for processes; with --on sliced",
        arguments("upper", "-", "--on", "sliced", "--heap", "64m"));
    mistake(
        "rota: Invalid value for option '--timeout': '5' is not a duration",
        arguments("upper", "-", "--timeout", "5"));
    mistake(
        "rota: Invalid value for option '--heap': '1m' is too small",
        arguments("upper", "-", "--heap", "1m"));
    mistake(
        "rota: --workers auto is for processes and threads",
        arguments("upper", "-", "--workers", "auto", "--on", "sliced"));
    mistake(
        "rota: --retries must be 0 to 1000, not -1", arguments("upper", "-", "--retries", "-1"));
    mistake("rota: Missing required parameter: 'INPUT'", arguments("upper"));
  }

  private void mistake(String line, String... arguments) {
    var end = Rota.run(temporary, "", arguments);
    assertThat(end.err()).contains(line).hasLineCount(1);
    assertThat(end.out()).isEmpty();
    assertThat(end.status()).isEqualTo(2);
  }

  private static void allEnd(List<ProcessHandle> workers) {
    await().untilAsserted(() -> assertThat(workers).noneMatch(ProcessHandle::isAlive));
  }

  private static String[] arguments(String method, String... more) {
    var arguments = new ArrayList<>(List.of("map", Functions.class.getName() + "::" + method));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--class-path", "target/test-classes"));
    return arguments.toArray(String[]::new);
  }
}
