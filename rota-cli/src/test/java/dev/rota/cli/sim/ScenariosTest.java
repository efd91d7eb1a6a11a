package dev.rota.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.simulate.Arrival;
import dev.rota.simulate.Listener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scenarios print, letter by letter, and what they are there to show. */
class ScenariosTest {

  @SuppressWarnings("unused") // by its name
  private static final List<String> NAMES = Scenarios.NAMES;

  /** {@code -Drota.golden=write} writes them anew; look at the difference. */
  @ParameterizedTest
  @FieldSource("NAMES")
  void theyPrintWhatTheyDid(String name) throws IOException {
    var text = Sim.print(Scenarios.draft(name), Format.TEXT);
    if ("write".equals(System.getProperty("rota.golden"))) {
      Files.writeString(Path.of("src/test/resources/dev/rota/cli/sim", name + ".txt"), text);
    }
    try (var golden = ScenariosTest.class.getResourceAsStream(name + ".txt")) {
      assertThat(golden).isNotNull();
      assertThat(text).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(text.lines().skip(2)).allMatch(line -> line.length() <= 80);
  }

  @Test
  void threadsGetTheirPartsOfTheirPartOfTheProcessor() {
    var scenario = Scenarios.draft("qq-threads").scenario();
    var seen = new TreeMap<String, Long>();
    OneRun.of(scenario, scenario.policies().getFirst(), 1)
        .again(
            new Listener() {
              @Override
              public void slice(
                  Arrival task, long order, int core, long granted, long start, long end) {
                if (end <= 1_500_000_000L) { // half of it, while all are there
                  seen.merge(task.name(), end - start, Long::sum);
                }
              }
            });
    double all = seen.values().stream().mapToLong(Long::longValue).sum();
    assertThat(seen.get("word") / all).isBetween(0.32, 0.345);
    assertThat(seen.get("music") / all).isBetween(0.32, 0.345);
    assertThat(seen.get("qq-text") / all).isBetween(0.09, 0.11);
    assertThat(seen.get("qq-video") / all).isBetween(0.12, 0.147);
    assertThat(seen.get("qq-files") / all).isBetween(0.09, 0.11);
  }

  @Test
  void moreTasksThanCoresHelpOnlyThoseThatWait() {
    assertThat(best("cpu-bound")).isBetween(4, 8);
    assertThat(best("io-bound")).isBetween(64, 160);
    assertThat(best("thrash")).isEqualTo(2);
  }

  private static int best(String name) {
    var scenario = Scenarios.draft(name).scenario();
    return SeriesTable.best(
            scenario.counts().stream()
                .map(count -> OneRun.of(scenario, scenario.policies().getFirst(), count))
                .toList())
        .count();
  }

  @Test
  void aMachineThatThrashesDoesAQuarterOfItsWork() {
    var scenario = Scenarios.draft("thrash").scenario();
    var policy = scenario.policies().getFirst();
    assertThat(OneRun.of(scenario, policy, 2).figures().utilization()).isGreaterThan(0.99);
    assertThat(OneRun.of(scenario, policy, 4096).figures().lost()).isGreaterThan(0.7);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE})
  void theSameSeedGivesTheSameRunAndAnotherAnother(long seed) {
    assertThat(ofSeed(seed)).isEqualTo(ofSeed(seed)).isNotEqualTo(ofSeed(seed ^ 2));
  }

  private static String ofSeed(long seed) {
    var draft =
        Sim.read(
            "{'policies':['lottery:quantum=1ms'],'tasks':[{'name':'t','count':5,'vary':0.5,"
                + "'bursts':['7ms','3ms','2ms']}]}");
    draft.seed = seed;
    return Sim.print(draft, Format.CSV);
  }

  /** Whoever does an item, it takes as long: only so can numbers of tasks be compared. */
  @Test
  void theWorkOfASeriesIsTheSameForEveryNumberOfTasks() {
    for (var name : List.of("cpu-bound", "io-bound", "thrash")) {
      var scenario = Scenarios.draft(name).scenario();
      assertThat(scenario.counts())
          .extracting(
              count ->
                  OneRun.of(scenario, scenario.policies().getFirst(), count).figures().all().cpu())
          .containsOnly(
              OneRun.of(scenario, scenario.policies().getFirst(), 1).figures().all().cpu());
    }
  }
}
