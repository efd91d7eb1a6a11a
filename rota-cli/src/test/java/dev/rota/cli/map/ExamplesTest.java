package dev.rota.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Execution;
import dev.rota.Outcome;
import dev.rota.cli.Rota;
import dev.rota.cli.function.FunctionArgument;
import dev.rota.cli.input.InputArguments;
import dev.rota.cli.output.OutputLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples do what the README says. */
@Timeout(120)
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final String CLASS_STATS = EXAMPLES.resolve("ClassStats.java").toString();
  private static final String HOSTILE = EXAMPLES.resolve("Hostile.java").toString();
  // -Drota.long=true takes the whole JDK
  private static final String MODULE = Boolean.getBoolean("rota.long") ? "jrt:/" : "jrt:/java.base";

  @TempDir private Path temporary;

  /** CPU time by which a worker has done tasks. */
  private static final Duration PROVEN = Duration.ofMillis(600);

  @TempDir private Path classes;

  @ParameterizedTest
  @ValueSource(strings = {"process", "thread"})
  void everyClassFileAsOneThreadSeesIt(String on) throws Exception {
    var end = Rota.run(temporary, "", "map", CLASS_STATS, MODULE, "--quiet", "--on", on);
    assertThat(end.status()).isZero();
    assertThat(end.out()).isEqualTo(reference());
  }

  @Test
  void everyClassFileWhileWorkersAreKilled() throws Exception {
    var kills = new AtomicInteger();
    try (var killer = Executors.newSingleThreadScheduledExecutor();
        var rota = Rota.start(temporary, "map", CLASS_STATS, MODULE, "--retries", "3")) {
      var random = new Random(42);
      var first = rota.readLine();
      var _ =
          killer.scheduleAtFixedRate(
              () -> kills.addAndGet(killOne(rota, random)), 0, 200, TimeUnit.MILLISECONDS);
      var end = rota.end();
      killer.shutdownNow();
      assertThat(first + "\n" + end.out()).isEqualTo(reference());
      assertThat(kills).hasPositiveValue();
      assertThat(end.err()).doesNotContain(" 0 workers restarted");
      assertThat(end.status()).isZero();
    }
  }

  /** One that has had the time to do something; those that never can end the run. */
  private static int killOne(Rota rota, Random random) {
    var workers = rota.workers().stream().filter(ExamplesTest::hasWorked).toList();
    return !workers.isEmpty() && workers.get(random.nextInt(workers.size())).destroyForcibly()
        ? 1
        : 0;
  }

  private static boolean hasWorked(ProcessHandle worker) {
    return worker.info().totalCpuDuration().orElse(Duration.ZERO).compareTo(PROVEN) > 0;
  }

  private String reference() throws Exception {
    var argument = new FunctionArgument(CLASS_STATS, "");
    var found = argument.find(classes, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    var function = found.loadedBy(argument.loader());
    var lines = new StringBuilder();
    var line = new OutputLine();
    for (var input :
        new InputArguments(InputStream.nullInputStream(), _ -> {}).parse(List.of(MODULE))) {
      var outcome = new Outcome.Success<>(input, function.apply(input), Execution.NONE);
      lines.append(new String(line.of(outcome), StandardCharsets.UTF_8));
    }
    return lines.toString();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void hostileInputsFailAloneAndSayWhatHappened() throws IOException {
    var words = Files.readString(EXAMPLES.resolve("hostile.txt"));
    var end = Rota.run(temporary, words, "map", HOSTILE, "-", "--timeout", "2s", "--heap", "64m");
    var lines = end.out().lines().toList();
    assertThat(lines).hasSize(words.lines().toList().size());
    assertThat(lines).filteredOn(line -> line.contains("\"value\":{\"backwards\":")).hasSize(9);
    assertThat(end.out())
        .contains(
            "{\"input\":\"crash\",\"failure\":\"crashed\",\"detail\":\"the worker's JVM crashed"
                + " with SIG")
        .contains(
            "{\"input\":\"exit\",\"failure\":\"crashed\",\"detail\":\"the worker exited with status"
                + " 7\"")
        .contains("{\"input\":\"hang\",\"failure\":\"timed-out\"")
        .contains("{\"input\":\"heap\",\"failure\":\"out-of-memory\"")
        .contains("{\"input\":\"flood\",\"failure\":\"timed-out\"")
        .contains(
            "{\"input\":\"recurse\",\"failure\":\"threw\",\"detail\":\"java.lang.StackOverflowError"
                + " at Hostile")
        .contains("{\"input\":\"giant\",\"failure\":\"not-shippable\"")
        .contains(
            "{\"input\":\"unserializable\",\"failure\":\"not-shippable\"", "(in Session.owner)");
    assertThat(end.err())
        .contains(
            "17 done: 9 succeeded, 8 failed (2 crashed, 2 timed-out, 1 out-of-memory, 1 threw, 2"
                + " not-shippable)");
    assertThat(end.status()).isEqualTo(1);
  }
}
