package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Errors of memory that is not there come out where they are expected, also of compiled code. */
@Timeout(60)
class FaultsTest {

  private static final int PAGE = 4096;
  private static final int PAGES = 64;
  private static final int UNTIL_COMPILED = 20_000;

  private MappedByteBuffer memory;
  private FileChannel file;

  @BeforeEach
  void map(@TempDir Path folder) throws Exception {
    file =
        FileChannel.open(
            Files.createFile(folder.resolve("memory")),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    memory = file.map(FileChannel.MapMode.READ_WRITE, 0, PAGE * PAGES);
    for (int i = 0; i < UNTIL_COMPILED; i++) {
      assertThat(Faults.ask(this::sum, -1L)).isZero();
    }
    file.truncate(0);
  }

  /** Touches several pages, so that one question faults several times. */
  private long sum() {
    return memory.getLong(0)
        + memory.getLong(PAGE)
        + memory.getLong(2 * PAGE)
        + memory.getLong(3 * PAGE);
  }

  @Test
  void questionsGetTheOtherAnswerAndNothingComesLater() {
    for (int i = 0; i < 1000; i++) {
      assertThat(Faults.ask(this::sum, -1L)).isEqualTo(-1);
    }
    Faults.surface();
  }

  /**
   * The compiler for the fastest code makes one piece of many methods, and leaves out the looks.
   */
  @Test
  void norInAJvmThatCompilesAll(@TempDir Path folder) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-TieredCompilation",
                "-Xbatch",
                "-cp",
                System.getProperty("java.class.path"),
                LateFaults.class.getName(),
                folder.resolve("shared").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(jvm.inputReader().readLine()).isEqualTo("0");
    assertThat(jvm.waitFor()).isZero();
  }

  @Test
  void aFaultComesOutWhenAskedFor() {
    assertThat(
            catchThrowable(
                () -> {
                  sum();
                  Faults.surface();
                }))
        .isInstanceOf(InternalError.class);
    Faults.surface(); // there is one error for all the faults
  }

  @Test
  void whatIsToBeDoneAfterwardsIsDoneWhateverThrows() {
    Monitor monitor = new Monitor();
    List<Integer> done = new ArrayList<>();
    Throwable thrown =
        catchThrowable(
            () ->
                monitor.run(
                    () -> {
                      monitor.afterwards(() -> done.add(1));
                      monitor.afterwards(
                          () -> {
                            throw new InternalError("late");
                          });
                      monitor.afterwards(() -> done.add(2));
                    }));
    assertThat(thrown).isInstanceOf(InternalError.class);
    assertThat(done).containsExactly(1, 2);
  }
}
