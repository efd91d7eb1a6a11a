package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.WorkerCrashedException;
import dev.rota.WorkerLostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers that break the protocol, each in another way: the task is lost, the worker is killed. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class LyingWorkerTest {

  @TempDir private Path folder;

  private ProcessPool pool(LyingWorker.Lie lie) {
    return ProcessPool.builder()
        .workers(1)
        .spares(0)
        .heap("64m")
        .classPath(LyingWorker.classPath(folder))
        .jvmArgs(LyingWorker.argument(lie))
        .build();
  }

  /** Tasks whose results come together with what is wrong must not be forgotten. */
  @Test
  void othersEndNevertheless() {
    try (ProcessPool pool = pool(LyingWorker.Lie.A_STRAY_AMONG_OTHERS)) {
      List<TaskFuture<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        futures.add(pool.submit(() -> 1));
      }
      await().until(() -> !pool.stats().deaths().isEmpty());
      pool.shutdownNow();
      await().until(() -> futures.stream().allMatch(TaskFuture::isDone));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "A_STRAY_AMONG_OTHERS")
  void isKilled(LyingWorker.Lie lie) {
    try (ProcessPool pool = pool(lie)) {
      var future = pool.submit(() -> 1);
      Throwable failure = catchThrowable(future::get);
      switch (lie) {
        case RESULT_TWICE -> assertThat(failure).isNull(); // the first was in order
        case SUBMITS_FOR_ANOTHER, CANCELS_NOTHING -> // is no reason to kill it
            assertThat(failure).hasCauseInstanceOf(WorkerCrashedException.class);
        default -> assertThat(failure).hasCauseInstanceOf(WorkerLostException.class);
      }
      await().until(() -> !pool.stats().deaths().isEmpty());
      assertThat(pool.stats().deaths().keySet())
          .containsExactly(
              switch (lie) {
                case FILE_CUT_SHORT -> "could not be listened to";
                case SUBMITS_FOR_ANOTHER, CANCELS_NOTHING -> "exit 9";
                default -> "broke the protocol";
              });
    }
  }
}
