package dev.rota.cli.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.cli.Rota;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code rota locks} says of two processes that want two mutexes. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class LocksTest {

  private final String region = "locks" + ProcessHandle.current().pid();
  private final List<Process> started = new ArrayList<>();

  @TempDir private Path temporary;

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process taker(String first, String second) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Taker.class.getName(),
                region,
                first,
                second)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.add(process);
    return process;
  }

  private static void goOn(Process taker) throws IOException {
    taker.getOutputStream().write('\n');
    taker.getOutputStream().flush();
  }

  private Rota.End locks() {
    try (var rota = Rota.start(temporary, "locks")) {
      return rota.end();
    }
  }

  /** What it says as soon as it says that a lock is held and waited for. */
  private Rota.End locksWith(String lock, Process holder, Process waiter) {
    String line =
        "%s/%s: mutex, held by %d, waited for by %d\n"
            .formatted(region, lock, holder.pid(), waiter.pid());
    return await().atMost(90, TimeUnit.SECONDS).until(this::locks, end -> end.out().contains(line));
  }

  /** The numbers of those that it says wait for each other; there may be others of this user. */
  private static List<Long> deadlocked(Rota.End end) {
    return end.out()
        .lines()
        .filter(line -> line.matches("deadlock: [0-9 ]+ wait for each other"))
        .flatMap(line -> Pattern.compile("\\d+").matcher(line).results())
        .map(match -> Long.valueOf(match.group()))
        .toList();
  }

  @Test
  void twoThatWaitForEachOtherAreADeadlock() throws Exception {
    var one = taker("a", "b");
    assertThat(one.inputReader().readLine()).isEqualTo("has a");
    var other = taker("b", "a");
    assertThat(other.inputReader().readLine()).isEqualTo("has b");
    goOn(one);
    assertThat(deadlocked(locksWith("b", other, one))).doesNotContain(one.pid(), other.pid());
    goOn(other);
    var end = locksWith("a", one, other);
    assertThat(deadlocked(end)).contains(one.pid(), other.pid());
    assertThat(end.status()).isEqualTo(1);
  }

  @Test
  void oneThatWaitsForOneThatWaitsForNobodyIsNone() throws Exception {
    var one = taker("a", "b");
    assertThat(one.inputReader().readLine()).isEqualTo("has a");
    var other = taker("b", "a");
    assertThat(other.inputReader().readLine()).isEqualTo("has b");
    goOn(other);
    locksWith("a", one, other);
    // Others of this user may be in a deadlock for a while: it looks at all that have a name.
    var end = await().atMost(90, TimeUnit.SECONDS).until(this::locks, it -> it.status() == 0);
    assertThat(end.out()).contains(region + "/a: mutex, held by " + one.pid());
    assertThat(end.out()).doesNotContain("deadlock");
  }
}
