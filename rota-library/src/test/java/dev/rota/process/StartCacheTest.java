package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What workers of masters start from that run Rota from an archive. */
@Timeout(120)
class StartCacheTest {

  @TempDir private static Path archives;

  @TempDir private Path folder;

  /** A master that asks a worker what its JVM has mapped. */
  static final class Master {

    private Master() {}

    /** Makes the cache if the first argument says so; the others are options of the workers. */
    public static void main(String[] args) throws Exception {
      if (args[0].equals("make")) {
        System.out.println(isMade() ? "made" : "none");
      }
      String[] options = Stream.of(args).skip(1).toArray(String[]::new);
      try (ProcessPool pool =
          ProcessPool.builder().workers(1).spares(0).heap("32m").jvmArgs(options).build()) {
        System.out.println(pool.submit(() -> mapped()).get() + died(pool));
      }
      System.exit(0);
    }

    /** On a busy machine the worker that is watched may be killed because it exits too slowly. */
    private static boolean isMade() {
      return IntStream.range(0, 5).anyMatch(attempt -> StartCache.make().isPresent());
    }

    private static String died(ProcessPool pool) {
      Map<String, Long> deaths = pool.stats().deaths();
      return deaths.isEmpty() ? "" : " after " + deaths;
    }

    private static String mapped() throws IOException {
      return Files.readString(Path.of("/proc/self/maps")).contains(".aot") ? "from it" : "without";
    }
  }

  @BeforeAll
  static void pack() throws Exception {
    assumeTrue(Runtime.version().feature() == WorkerCommand.KNOWN_JDK);
    pack("rota-1.0.jar", ProcessPool.class);
    pack("tests.jar", StartCacheTest.class);
  }

  private static void pack(String name, Class<?> classInIt) throws URISyntaxException {
    Path classes = Path.of(classInIt.getProtectionDomain().getCodeSource().getLocation().toURI());
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    String file = archives.resolve(name).toString();
    assertThat(jar.run(System.out, System.err, "-c", "-f", file, "-C", classes.toString(), "."))
        .isZero();
  }

  private List<String> master(String... arguments) throws Exception {
    return master(Map.of(), folder.toString(), arguments);
  }

  private static List<String> master(
      Map<String, String> environment, String folder, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(WorkerCommand.java());
    command.addAll(List.of("-Drota.cache=" + folder, "--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(archives.resolve("rota-1.0.jar") + ":" + archives.resolve("tests.jar"));
    command.add(Master.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().filter(line -> !line.startsWith("Picked up ")).toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void onceMadeItIsUsedByAllMasters() throws Exception {
    assertThat(master("use")).containsExactly("without");
    assertThat(master("make")).containsExactly("made", "from it");
    assertThat(files()).singleElement().asString().endsWith(".aot");
    assertThat(master("use")).containsExactly("from it");
  }

  @Test
  void thoseThatNobodyNeedsGo() throws Exception {
    Path abandoned = left("workers-00000000-00000000.aot", 100);
    Path unfinished = left("making-1.aot", 1);
    Path foreign = left("a-users-file", 1000);
    Path another = left("workers-00000000-00000001.aot", 10);
    assertThat(master("make")).containsExactly("made", "from it");
    assertThat(abandoned).doesNotExist();
    assertThat(unfinished).doesNotExist();
    assertThat(another).exists();
    assertThat(foreign).exists();
  }

  private Path left(String name, int daysAgo) throws IOException {
    Instant then = Instant.now().minus(Duration.ofDays(daysAgo));
    return Files.setLastModifiedTime(Files.createFile(folder.resolve(name)), FileTime.from(then));
  }

  @Test
  void whatWouldNotStartWithItStartsWithout() throws Exception {
    assertThat(master("make", "-Xshare:auto")).containsExactly("made", "without");
    assertThat(master("use", "-XX:SharedArchiveFile=none")).containsExactly("without");
    assertThat(master("use", "-XX:+UseZGC")).containsExactly("without"); // the JVM's own refusal
  }

  @Test
  void aBrokenOneDoesNoHarm() throws Exception {
    assertThat(master("make")).containsExactly("made", "from it");
    Files.write(files().getFirst(), new byte[10_000]);
    assertThat(master("use")).containsExactly("without");
  }

  @Test
  void whereOthersCanWriteThereIsNone() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(master("make")).containsExactly("none", "without");
    assertThat(files()).isEmpty();
  }

  @Test
  void aFileThatOthersCanWriteIsNotUsed() throws Exception {
    assertThat(master("make")).containsExactly("made", "from it");
    Files.setPosixFilePermissions(files().getFirst(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(master("use")).containsExactly("without");
  }

  @Test
  void optionsInTheEnvironmentDoNotHinderItsMaking() throws Exception {
    Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Xshare:auto");
    assertThat(master(environment, folder.toString(), "make")).containsExactly("made", "without");
    assertThat(master("use")).containsExactly("from it");
  }

  @Test
  void whereItsNameCannotBeToldThereIsNone() throws Exception {
    assertThat(master(Map.of(), folder + "/a:b", "make")).containsExactly("none", "without");
    assertThat(master(Map.of("LC_ALL", "C"), folder + "/\u00e9", "make"))
        .containsExactly("none", "without");
  }

  @Test
  void oneThatOthersCouldHaveWrittenIsNotUsed() throws Exception {
    assertThat(master("make")).containsExactly("made", "from it");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(master("use")).containsExactly("without");
  }
}
