package dev.rota.cli.map;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.cli.Rota;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The classical problems, each in worker processes that share a region. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class SharingExamplesTest {

  @TempDir private Path temporary;

  private Rota.End run(String example, int processes) {
    var end =
        Rota.run(
            temporary,
            lines(processes, ""),
            "map",
            "../examples/" + example + ".java",
            "-",
            "--workers",
            Integer.toString(processes));
    assertThat(end.err()).contains(processes + " done: " + processes + " succeeded");
    assertThat(end.status()).isZero();
    return end;
  }

  /** From 1 on, each with something behind. */
  private static String lines(int count, String more) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> i + more + "\n").collect(joining());
  }

  /** Of all results, or of those of one role, the values of a field. */
  private static List<Long> values(String out, String role, String field) {
    return Pattern.compile(role + ".*\"" + field + "\":(\\d+)")
        .matcher(out)
        .results()
        .map(match -> Long.valueOf(match.group(1)))
        .toList();
  }

  private static long sum(String out, String role, String field) {
    return values(out, role, field).stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void readersSeeNoHalfWrittenPageAndReadTogether() {
    String out = run("ReadersWriters", 5).out();
    assertThat(values(out, "", "torn")).containsExactly(0L, 0L, 0L, 0L, 0L);
    assertThat(values(out, "writer", "together")).containsExactly(0L, 0L);
    assertThat(values(out, "reader", "together")).hasSize(3).allMatch(together -> together <= 3);
    assertThat(values(out, "reader", "together")).anyMatch(together -> together > 1);
    assertThat(values(out, "writer", "last").stream().max(Long::compare))
        .hasValue(sum(out, "writer", "turns"));
  }

  @Test
  void everyMessageIsConsumedOnceAndInOrder() {
    String out = run("ProducerConsumer", 4).out();
    assertThat(sum(out, "producer", "messages")).isEqualTo(4_000);
    assertThat(sum(out, "consumer", "messages")).isEqualTo(4_000);
    assertThat(values(out, "consumer", "again")).containsExactly(0L, 0L);
    assertThat(values(out, "consumer", "disorder")).containsExactly(0L, 0L);
  }

  @Test
  void customersAreServedOneByOneOrTurnedAway() {
    String out = run("SleepingBarber", 6).out();
    assertThat(values(out, "customer", "crowded")).containsExactly(0L, 0L, 0L, 0L, 0L);
    assertThat(sum(out, "customer", "came"))
        .isEqualTo(sum(out, "barber", "served") + sum(out, "customer", "turnedAway"));
    assertThat(sum(out, "barber", "served")).isPositive().isEqualTo(sum(out, "customer", "served"));
  }

  @Test
  void philosophersEatWithTwoForksOfTheirOwn() {
    String out = run("DiningPhilosophers", 5).out();
    assertThat(values(out, "", "meals")).containsExactly(200L, 200L, 200L, 200L, 200L);
    assertThat(values(out, "", "snatched")).containsExactly(0L, 0L, 0L, 0L, 0L);
    assertThat(values(out, "", "together")).hasSize(5).allMatch(together -> together <= 2);
  }

  @Test
  void philosophersWhoAllTakeTheLeftForkWaitUntilOneIsKilled() {
    try (var rota =
        Rota.start(
            temporary, "map", "../examples/DiningPhilosophers.java", "-", "--workers", "5")) {
      rota.type(lines(5, " left"));
      rota.endInput();
      var stuck =
          await()
              .atMost(90, TimeUnit.SECONDS)
              .until(() -> deadlocked(rota), all -> all.size() == 5);
      assertThat(stuck.getFirst().destroyForcibly()).isTrue();
      var end = rota.end();
      assertThat(end.err()).contains("5 done: 4 succeeded, 1 failed (1 crashed)");
      assertThat(values(end.out(), "", "meals")).containsExactly(200L, 200L, 200L, 200L);
      assertThat(values(end.out(), "", "snatched")).containsExactly(0L, 0L, 0L, 0L);
      assertThat(end.status()).isEqualTo(1);
    }
  }

  /** Those of its workers that wait for each other, as {@code rota locks} says. */
  private List<ProcessHandle> deadlocked(Rota rota) {
    try (var locks = Rota.start(temporary, "locks")) {
      var end = locks.end();
      var numbers =
          end.out()
              .lines()
              .filter(line -> line.startsWith("deadlock: "))
              .flatMap(line -> Pattern.compile("\\d+").matcher(line).results())
              .map(match -> Long.valueOf(match.group()))
              .toList();
      assertThat(end.status()).isEqualTo(numbers.isEmpty() ? 0 : 1);
      return rota.workers().stream().filter(worker -> numbers.contains(worker.pid())).toList();
    }
  }
}
