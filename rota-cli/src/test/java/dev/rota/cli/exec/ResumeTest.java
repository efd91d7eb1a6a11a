package dev.rota.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.cli.Rota;
import dev.rota.cli.Rota.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static long lines(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    long lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }
}
