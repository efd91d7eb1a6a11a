package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.PoolStats;
import dev.rota.Task;
import dev.rota.VoidTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that wait read tasks of the kinds that have succeeded. */
@Timeout(60)
class ExamplesTest {

  @TempDir private Path folder;

  /** Leaves a file where it is made anew; where the folder says so that is its process's end. */
  private record Traced(String folder) implements Task<Long> {

    Traced {
      if (System.getProperty("sun.java.command", "").contains("dev.rota.worker")) {
        leaveTrace(Path.of(folder));
      }
    }

    private static void leaveTrace(Path folder) {
      if (Files.exists(folder.resolve("deadly"))) {
        Runtime.getRuntime().halt(9);
      }
      folder.resolve("" + ProcessHandle.current().pid()).toFile().mkdir();
    }

    @Override
    public Long call() {
      return ProcessHandle.current().pid();
    }
  }

  /** Takes as long to load, in each process anew, as loading may not take. */
  private record Slow(String folder) implements Task<Long> {

    static {
      LockSupport.parkNanos(Duration.ofMillis(1200).toNanos());
    }

    Slow {
      if (System.getProperty("sun.java.command", "").contains("dev.rota.worker")) {
        Path.of(folder).resolve("" + ProcessHandle.current().pid()).toFile().mkdir();
      }
    }

    @Override
    public Long call() {
      return ProcessHandle.current().pid();
    }
  }

  private static void loseWorker(ProcessPool pool) {
    VoidTask end = () -> Runtime.getRuntime().halt(0);
    var _ = pool.submit(end);
  }

  private static boolean isWhole(PoolStats stats) {
    return stats.idle() + stats.spares() == 2;
  }

  @Test
  void sparesReadWhatHasSucceeded() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).heap("32m").build()) {
      await().until(() -> isWhole(pool.stats()));
      long ran = pool.submit(new Traced(folder.toString())).get();
      await().until(() -> folder.toFile().list().length == 2); // the spare too
      loseWorker(pool);
      await().until(() -> folder.toFile().list().length == 3); // and the next
      assertThat(folder.toFile().list()).contains("" + ran);
    }
  }

  @Test
  void whatKeepsAWorkerForLongIsNotRead() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).heap("32m").build()) {
      await().until(() -> isWhole(pool.stats()));
      pool.submit(new Slow(folder.toString())).get();
      loseWorker(pool);
      await().until(() -> isWhole(pool.stats()));
      pool.submit(() -> 1).get(); // what was sent before has been read
      assertThat(folder.toFile().list()).hasSize(1);
    }
  }

  @Test
  void oneThatKillsItsReadersIsForgotten() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).heap("32m").build()) {
      await().until(() -> isWhole(pool.stats()));
      pool.submit(new Traced(folder.toString())).get();
      await().until(() -> folder.toFile().list().length == 2);
      Files.createFile(folder.resolve("deadly"));
      loseWorker(pool);
      await().until(() -> pool.stats().deaths().getOrDefault("exit 9", 0L) == 1);
      for (int i = 0; i < 5; i++) {
        loseWorker(pool);
        await().until(() -> isWhole(pool.stats()));
        assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      }
      assertThat(pool.stats().circuitOpen()).isFalse();
      assertThat(pool.stats().deaths()).containsEntry("exit 9", 1L);
    }
  }
}
