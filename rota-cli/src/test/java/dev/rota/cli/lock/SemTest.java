package dev.rota.cli.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rota sem} and {@code rota locks} as processes of their own. */
@Timeout(180)
class SemTest {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir private Path folder;

  private final String name = "t" + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process rota(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rota.cli.Main"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private Process sem(String script) throws IOException {
    return rota("sem", name, "--", "sh", "-c", script);
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int status(Process process) throws InterruptedException {
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  @Test
  void theProgramHasItsStreamsAndItsStatusIsPassedOn() throws Exception {
    Process process = sem("read line; echo got $line; echo wrong >&2; exit 7");
    process.getOutputStream().write("this\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    assertThat(output(process)).contains("got this\n").contains("wrong\n");
    assertThat(status(process)).isEqualTo(7);
    assertThat(status(sem("kill -9 $$"))).isEqualTo(128 + 9);
    assertThat(status(rota("sem", name, "--", "/no/such/program"))).isEqualTo(127);
  }

  @Test
  void oneAtATime() throws Exception {
    Process first =
        sem("touch " + file("a") + "; while [ ! -e " + file("go") + " ]; do sleep 0.05; done");
    await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(file("a")));
    Process second = sem("touch " + file("b"));
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () ->
                output(rota("locks")).contains("sem." + name + "/permits: semaphore, held by")
                    && output(rota("locks")).contains("waited for by"));
    assertThat(file("b")).doesNotExist();
    Process third = rota("sem", name, "--timeout", "100ms", "--", "touch", file("c").toString());
    assertThat(output(third)).contains("no permit of semaphore " + name + " for 100 ms");
    assertThat(status(third)).isEqualTo(2);
    Process other = rota("sem", name, "--permits", "2", "--", "true");
    assertThat(output(other)).contains("another number of --permits");
    Files.createFile(file("go"));
    assertThat(status(first)).isZero();
    assertThat(status(second)).isZero();
    assertThat(file("b")).exists();
    assertThat(file("c")).doesNotExist();
  }

  @Test
  void thePermitStaysWithTheProgramWhenRotaIsKilled() throws Exception {
    Process first =
        sem(
            "touch "
                + file("a")
                + "; while [ ! -e "
                + file("go")
                + " ]; do sleep 0.05; done; touch "
                + file("done"));
    await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(file("a")));
    first.destroyForcibly().waitFor();
    Process second = rota("sem", name, "--timeout", "300ms", "--", "true");
    assertThat(status(second)).isEqualTo(2);
    Process third = sem("test -e " + file("done"));
    Files.createFile(file("go"));
    assertThat(status(third)).isZero();
  }

  @Test
  void whatTheProgramLeavesBehindKeepsThePermit() throws Exception {
    Process first = sem("while [ ! -e " + file("go") + " ]; do sleep 0.05; done & exit 3");
    assertThat(status(first)).isEqualTo(3);
    Process second = rota("sem", name, "--timeout", "300ms", "--", "true");
    assertThat(status(second)).isEqualTo(2);
    Process third = sem("exit 4");
    Files.createFile(file("go"));
    assertThat(status(third)).isEqualTo(4);
  }
}
