package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A master of its own is killed; its workers, whatever they are doing, end with it. */
@Timeout(60)
@SuppressWarnings("restricted") // a native call is one of the cases
class MasterDeathTest {

  /** What a worker does when its master dies. */
  enum Doing {
    /** Is being started. */
    STARTING,
    /** Waits for a task. */
    IDLE,
    /** A counted loop without a call. */
    COUNTING,
    /** Stopped by a signal. */
    STOPPED,
    /** In a native call that does not return. */
    IN_NATIVE_CODE,
    /** As COUNTING, and the master waits for it in close. */
    DRAINING;

    Task<Integer> task(String started) {
      return switch (this) {
        case STARTING, IDLE -> () -> begun(started);
        case COUNTING, DRAINING -> () -> begun(started) + count();
        case STOPPED -> () -> begun(started) + stop();
        case IN_NATIVE_CODE -> () -> begun(started) + sleepNatively();
      };
    }
  }

  private static int begun(String started) throws IOException {
    Files.writeString(Path.of(started + ".part"), "" + ProcessHandle.current().pid());
    Files.move(Path.of(started + ".part"), Path.of(started));
    return 0;
  }

  private static int count() {
    int sum = 0;
    for (int i = 0; i < Integer.MAX_VALUE; i++) {
      sum = sum * 31 + i / (sum | 1); // slow enough for a loop of half a minute
    }
    return sum;
  }

  private static int stop() throws Exception {
    new ProcessBuilder("kill", "-STOP", "" + ProcessHandle.current().pid()).start().waitFor();
    return 0;
  }

  private static int sleepNatively() throws Exception {
    Linker linker = Linker.nativeLinker();
    var sleep =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("sleep"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      return (int) sleep.invokeExact(100);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The master: prints a line for each thing that the test waits for. */
  static final class Master {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = ProcessPool.builder().workers(2).spares(1).heap("64m").build();
      if (args[0].equals("STARTING")) {
        await().until(() -> ProcessHandle.current().children().count() == 3);
        System.out.println("ready");
        Thread.sleep(60_000);
      }
      await().until(() -> pool.armed() == 3);
      var future = pool.submit(Doing.valueOf(args[0]).task(args[1]));
      if (args[0].equals("IDLE")) {
        future.get();
      }
      await().until(() -> Files.exists(Path.of(args[1])));
      if (args[0].equals("DRAINING")) {
        Thread.ofPlatform().start(pool::close);
        await().until(pool::isShutdown);
      }
      System.out.println("ready");
      Thread.sleep(60_000);
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Doing.class)
  void workersEndWithAMasterThatIsKilled(Doing doing) throws Exception {
    workersEndWithAMasterThatIsKilled(master(doing), doing);
  }

  @ParameterizedTest
  @EnumSource(Doing.class)
  void workersThatNoLauncherStartedEndWithAMasterThatIsKilled(Doing doing) throws Exception {
    workersEndWithAMasterThatIsKilled(master(doing, "-Drota.withoutLauncher=true"), doing);
  }

  private void workersEndWithAMasterThatIsKilled(Process master, Doing doing) throws Exception {
    List<ProcessHandle> workers = new ArrayList<>(master.children().toList());
    assertThat(workers).hasSizeGreaterThanOrEqualTo(3);
    if (doing == Doing.STOPPED) {
      awaitStopped(Long.parseLong(Files.readString(folder.resolve("started"))));
    }
    long killed = System.nanoTime();
    master.destroyForcibly();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(5)) // a second is promised; a machine may be busy
        .until(() -> workers.stream().noneMatch(MasterDeathTest::runs));
    long millis = (System.nanoTime() - killed) / 1_000_000;
    System.out.println("workers that were " + doing + " were gone after " + millis + " ms");
    if (doing == Doing.STARTING) {
      master.waitFor(); // of one that is still dying nothing is swept
      SharedFile.sweep(); // as the next pool does: a worker may have ended before it could unlink
    }
    assertThat(filesOf(master)).isEmpty();
  }

  @Test
  void workersEndWithAMasterThatReturns() throws Exception {
    Process master = master(Doing.COUNTING);
    List<ProcessHandle> workers = master.children().toList();
    master.destroy(); // SIGTERM: an orderly exit that does not close the pool
    await().until(() -> workers.stream().noneMatch(MasterDeathTest::runs));
    assertThat(filesOf(master)).isEmpty();
  }

  /** An orphan that nobody reaps is dead enough. */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  private static void awaitStopped(long pid) {
    await()
        .until(
            () -> {
              String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
              return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
            });
  }

  private static List<Path> filesOf(Process master) throws IOException {
    try (var files = Files.list(Path.of("/dev/shm"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("rota-" + master.pid() + "-"))
          .toList();
    }
  }

  private Process master(Doing doing, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Master.class.getName()));
    command.addAll(List.of(doing.name(), folder.resolve("started").toString()));
    Process master =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader lines = master.inputReader();
    assertThat(lines.readLine()).isEqualTo("ready");
    return master;
  }
}
