package dev.rota.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.rota.program.Program.Output;
import dev.rota.program.ProgramEvent.Ended;
import dev.rota.program.ProgramEvent.NotStarted;
import dev.rota.program.ProgramEvent.Started;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgramsTest {

  @TempDir private Path folder;

  private Programs programs;

  @BeforeEach
  void open() throws IOException {
    programs = Programs.open(folder, null, Map.of("ROTA_TEST", "of the test"));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    programs.close();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private Ended ended(Program program) throws IOException {
    programs.start(7, program);
    return (Ended) programs.next();
  }

  @Test
  void outputAndStatusAreTold() throws IOException {
    Ended end = ended(Program.of("sh", "-c", "echo out; echo wrong >&2; exit 3"));
    assertThat(end.number()).isEqualTo(7);
    assertThat(end.exitStatus()).isEqualTo(3);
    assertThat(end.signal()).isZero();
    assertThat(Files.readString(Path.of(end.output().out()))).isEqualTo("out\n");
    assertThat(Files.readString(Path.of(end.output().err()))).isEqualTo("wrong\n");
    assertThat(end.output().outBytes()).isEqualTo(4);
    programs.release(7);
    assertThat(ended(Program.of("true")).isSuccess()).isTrue();
  }

  @Test
  void whatASignalEndedSaysWhich() throws IOException {
    Ended end = ended(Program.of("sh", "-c", "kill -9 $$"));
    assertThat(end.signal()).isEqualTo(9);
    assertThat(end.exitStatus()).isZero();
    assertThat(end.isSuccess()).isFalse();
  }

  @Test
  void argumentsAndEnvironmentPassAsTheyAre() throws IOException {
    byte[] noText = {(byte) 0xff, 'a', '\n', (byte) 0xc3};
    List<byte[]> command =
        List.of(bytes("sh"), bytes("-c"), bytes("printf %s \"$1$ROTA_TEST\""), bytes("-"), noText);
    Ended end = ended(new Program(command, Output.FILES, null, false));
    byte[] out = Files.readAllBytes(Path.of(end.output().out()));
    assertThat(out).startsWith(noText).endsWith(bytes("of the test"));
  }

  @Test
  void aScriptWithoutItsLanguageIsTheShells() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "echo $0 $1\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Ended end = ended(Program.of(script.toString(), "one"));
    assertThat(Files.readString(Path.of(end.output().out()))).isEqualTo(script + " one\n");
    Files.delete(script);
  }

  @Test
  void whatCannotBeStartedSaysWhy() throws IOException {
    programs.start(1, Program.of("there-is-no-such-program"));
    assertThat(programs.next()).isEqualTo(new NotStarted(1, 2));
    programs.start(1, Program.of(folder.toString()));
    assertThat(programs.next()).isEqualTo(new NotStarted(1, 13));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(Program::of).hasMessageContaining("name of a program");
    assertThatThrownBy(() -> Program.of("a\0b")).hasMessageContaining("NUL");
    assertThatThrownBy(() -> programs.start(1, Program.of("x".repeat(6 << 20))))
        .hasMessageContaining("longer than");
  }

  @Test
  void manyAtATimeAllEnd() throws IOException {
    for (int i = 0; i < 500; i++) {
      programs.start(i, Program.of("echo", Integer.toString(i)));
    }
    for (int i = 0; i < 500; i++) {
      Ended end = (Ended) programs.next();
      assertThat(Files.readString(Path.of(end.output().out()))).isEqualTo(end.number() + "\n");
    }
  }

  @Test
  void whoIsBeyondTheLimitWaitsForItsTurn() throws IOException {
    Path order = folder.resolve("order");
    Path never = fifo("go");
    programs.limit(0, 0, 1);
    programs.start(0, Program.of("sh", "-c", "read line < $0", never.toString()));
    for (int i = 1; i <= 300; i++) {
      programs.start(i, Program.of("sh", "-c", "echo $1 >> $0", order.toString(), "" + i));
    }
    programs.signal(2, 15);
    assertThat(programs.next()).isEqualTo(new NotStarted(2, NotStarted.WITHDRAWN));
    assertThat(order).doesNotExist();
    programs.signal(0, 9);
    for (int i = 0; i < 300; i++) {
      assertThat(programs.next()).isInstanceOf(Ended.class);
    }
    assertThat(Files.readAllLines(order))
        .hasSize(299)
        .startsWith("1", "3", "4")
        .isSortedAccordingTo(Comparator.comparingInt(Integer::parseInt));
    Files.delete(order);
    Files.delete(never);
  }

  private Path fifo(String name) throws IOException {
    Path path = folder.resolve(name);
    assertThat(ended(Program.of("mkfifo", path.toString())).isSuccess()).isTrue();
    return path;
  }

  @Test
  void pipesAreOpenedByTheirPaths() throws IOException {
    programs.start(2, new Program(List.of(bytes("cat")), Output.PIPES, null, true));
    Started started = (Started) programs.next();
    var out = Files.newInputStream(Path.of(started.out()));
    try (var in = new FileOutputStream(started.input())) {
      in.write(bytes("there and back"));
      programs.release(2); // so that the end of the input is seen
    }
    try (out) {
      assertThat(out.readAllBytes()).isEqualTo(bytes("there and back"));
    }
    assertThat(((Ended) programs.next()).isSuccess()).isTrue();
  }

  /** It has not run at all, whatever the machine is busy with. */
  @Test
  void aProgramMayBeStartedStopped() throws IOException {
    Path file = folder.resolve("file");
    programs.startStopped(4, Program.of("touch", file.toString()));
    Started started = (Started) programs.next();
    Path proc = Path.of("/proc/" + started.pid());
    await().until(() -> Files.readString(proc.resolve("stat")).contains(") T "));
    assertThat(Files.readString(proc.resolve("status"))).contains("TracerPid:\t0\n");
    // Not even its libraries are there, as whoever runs first looks for them.
    assertThat(Files.readString(proc.resolve("maps"))).doesNotContain("libc");
    assertThat(file).doesNotExist();
    programs.signal(4, 18);
    assertThat(((Ended) programs.next()).isSuccess()).isTrue();
    Files.delete(file);
    programs.startStopped(4, Program.of("there-is-no-such-program"));
    assertThat(programs.next()).isEqualTo(new NotStarted(4, 2));
  }

  @Test
  void theKernelIsAskedForLongerSlices() throws IOException {
    assertThatThrownBy(() -> programs.kernelSlice(1)).hasMessageContaining("slice must be");
    programs.kernelSlice(30_000_000);
    programs.limit(3, 0, 10);
    Ended end = ended(Program.of("cat", "/proc/self/sched", "/proc/self/stat"));
    String sched = Files.readString(Path.of(end.output().out()));
    assumeThat(sched).contains("se.slice"); // of 6.12 or later, with its debug files
    assertThat(sched).containsPattern("se\\.slice +: +30000000\n");
    String[] words = sched.substring(sched.lastIndexOf(')')).split(" ", -1);
    assertThat(words[17]).isEqualTo("3"); // niceness stays
  }

  /** Whether they are stopped, in another session, or without the environment they came with. */
  @Test
  void nothingOutlivesTheEnd() throws IOException {
    programs.start(
        3,
        new Program(
            List.of(
                bytes("sh"),
                bytes("-c"),
                bytes(
                    """
                    setsid env -i sh -c 'sleep 1000 & sleep 1001' &
                    (trap '' TERM HUP INT; sleep 1002) &
                    sh -c 'kill -STOP $$' &
                    wait\
                    """)),
            Output.FILES,
            null,
            false));
    await().until(() -> sleepers() == 3 && stopped() == 1);
    programs.close();
    assertThat(descendants()).isZero();
  }

  @Test
  void whatAProgramLeavesInItsGroupEndsWithIt() throws IOException {
    assertThat(ended(Program.of("sh", "-c", "sleep 1000 & sleep 1001 &")).isSuccess()).isTrue();
    await().until(() -> descendants() == 1);
  }

  @Test
  void whatIsLeftBehindWritesToNobodysOutput() throws IOException {
    String wait = "until [ -e %s ]; do sleep 0.01; done; ";
    Path away = folder.resolve("away"); // from the group that ends with the program
    Path go = folder.resolve("go");
    Path done = folder.resolve("done");
    String late = "touch %s; " + wait + "echo late; echo late >&2; touch %s";
    String left = "setsid sh -c '" + late.formatted(away, go, done) + "' & " + wait.formatted(away);
    assertThat(ended(Program.of("sh", "-c", left)).output().isEmpty()).isTrue();
    Ended next = ended(Program.of("sh", "-c", "touch " + go + "; " + wait.formatted(done)));
    assertThat(next.isSuccess()).isTrue();
    assertThat(next.output().isEmpty()).isTrue();
    for (Path mark : List.of(away, go, done)) {
      Files.delete(mark);
    }
  }

  private static long sleepers() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().command().orElse("").endsWith("/sleep"))
        .count();
  }

  private static long stopped() {
    return ProcessHandle.current().descendants().filter(ProgramsTest::isStopped).count();
  }

  private static boolean isStopped(ProcessHandle one) {
    try {
      return Files.readString(Path.of("/proc/" + one.pid() + "/stat")).contains(") T ");
    } catch (IOException e) {
      return false;
    }
  }

  private static long descendants() {
    return ProcessHandle.current().descendants().count();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
