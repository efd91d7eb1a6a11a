package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master of its own, in an environment in which something is missing. */
@Timeout(value = 90, threadMode = SEPARATE_THREAD) // reading heeds no interrupt
class EnvironmentFaultsTest {

  private static final String SMALL_SHM =
      "mount -t tmpfs -o size=100k none /dev/shm && exec \"$@\"";

  @TempDir private static Path folder;
  private static Path library;

  private Process master;
  private BufferedReader lines;

  @AfterEach
  void end() {
    if (master != null) {
      master.destroyForcibly();
    }
  }

  /** Starts a master by a command line that begins with {@code prefix}. */
  private void start(List<String> prefix, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx64m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:-UsePerfData");
    command.add("-Xlog:disable"); // it would be on standard output
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", library.toString(), PoorMaster.class.getName()));
    command.addAll(List.of(arguments));
    master = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    lines = master.inputReader();
  }

  private static List<String> shell(String script) {
    return List.of("sh", "-c", script, "sh");
  }

  /** The library and its tests: one file, so that no class takes a descriptor to be loaded. */
  @BeforeAll
  static void pack() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    library = folder.resolve("library.jar");
    List<String> arguments = new ArrayList<>(List.of("--create", "--file", library.toString()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Files.isDirectory(Path.of(entry, "dev", "rota"))) {
        arguments.addAll(List.of("-C", entry, "."));
      }
    }
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    assertThat(jar.run(System.out, System.err, arguments.toArray(String[]::new))).isZero();
  }

  private void expect(String... beginnings) throws IOException {
    expectLines(beginnings);
    assertThat(lines.readLine()).isEqualTo("closed");
  }

  private void expectLines(String... beginnings) throws IOException {
    for (String beginning : beginnings) {
      assertThat(lines.readLine()).startsWith(beginning);
    }
  }

  private static void assumeWorks(String... command) throws Exception {
    assumeTrue(works(command), String.join(" ", command));
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private static List<String> withSmallShm() throws Exception {
    assumeWorks("unshare", "-rm", "sh", "-c", SMALL_SHM, "sh", "true");
    return List.of("unshare", "-rm", "sh", "-c", SMALL_SHM, "sh");
  }

  @Test
  void whereSharedMemoryIsTooSmallAFileIsUsed() throws Exception {
    start(withSmallShm(), "ask", "2");
    expect("returned 42");
  }

  @Test
  void whereNoFolderHasRoomSubmitSaysSo() throws Exception {
    List<String> prefix = new ArrayList<>(withSmallShm());
    prefix.addAll(List.of("env", "JDK_JAVA_OPTIONS=-Djava.io.tmpdir=/dev/shm"));
    start(prefix, "be-refused", "2");
    assertThat(lines.readLine()).startsWith("CIRCUIT_OPEN: ").contains("No space left on device");
    assertThat(lines.readLine()).isEqualTo("closed");
  }

  @Test
  void whereNoFileMayGrowSubmitSaysSo() throws Exception {
    start(shell("ulimit -f 10; exec \"$@\""), "be-refused", "2");
    assertThat(lines.readLine()).startsWith("CIRCUIT_OPEN: ").contains("File too large");
    assertThat(lines.readLine()).isEqualTo("closed");
  }

  /** Threads count as processes: now the master's own are missing, now those of workers. */
  @ParameterizedTest
  @ValueSource(ints = {30, 38, 45, 60})
  void withoutProcessesThePoolWaitsForSome(int most) throws Exception {
    start(withProcesses(most), "until-told", "6");
    assertThat(lines.readLine()).startsWith("it has come to");
    assumeWorks(another("prlimit", "--nproc=4000:4000", "--pid", "" + master.pid()));
    master.getOutputStream().close();
    expect("returned 42");
    assertThat(master.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 38, 45, 60})
  void withoutProcessesThePoolCloses(int most) throws Exception {
    start(withProcesses(most), "stay-poor", "6");
    expect("it has come to");
    assertThat(master.waitFor()).isZero();
  }

  /** As a user of whom there is nothing else, who may have so many processes and threads. */
  private static List<String> withProcesses(int most) throws Exception {
    assumeWorks(another(System.getProperty("java.home") + "/bin/java", "-version"));
    assumeWorks(another("test", "-r", library.toString()));
    List<String> prefix = new ArrayList<>(List.of("prlimit", "--nproc=" + most + ":4000"));
    prefix.addAll(List.of(another()));
    return prefix;
  }

  private static String[] another(String... command) {
    return Stream.concat(
            Stream.of("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"),
            Stream.of(command))
        .toArray(String[]::new);
  }

  @Test
  void withoutDescriptorsTheCircuitOpensUntilThereAreSome() throws Exception {
    start(shell("ulimit -n 200; exec \"$@\""), "lose-descriptors", "2");
    expectLines("returned", "CIRCUIT_OPEN: ", "returned", "returned");
    mayOpen(1);
    expectLines("CIRCUIT_OPEN: ");
    mayOpen(200);
    expect("returned");
  }

  /** The master is given so many descriptors, and told so. */
  private void mayOpen(int most) throws Exception {
    assumeWorks("prlimit", "--nofile=" + most + ":200", "--pid", "" + master.pid());
    master.getOutputStream().write('\n');
    master.getOutputStream().flush();
  }

  @Test
  void withoutAProgramToStartTheCircuitOpensUntilThereIsOne() throws Exception {
    start(List.of(), "lose-java", "2");
    expect("returned 42", "CIRCUIT_OPEN: ", "returned 42");
  }
}
