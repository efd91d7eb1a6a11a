package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Short tasks travel together; what befalls one of them is still its own affair. */
@Timeout(60)
class RunsTest {

  private static final int TASKS = 2000;

  @TempDir private Path folder;

  /** Writes down that it was started, then does what it is for. */
  private record Noted(String file, int number, Task<Integer> task) implements Task<Integer> {
    @Override
    public Integer call() throws Exception {
      Files.writeString(
          Path.of(file), number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return task.call();
    }
  }

  /** A pool whose workers have found out that tasks are short, so that they get many at once. */
  private static ProcessPool warm(int workers) throws Exception {
    ProcessPool pool = ProcessPool.builder().workers(workers).heap("64m").build();
    for (int round = 0; round < 20; round++) {
      List<TaskFuture<Integer>> futures =
          IntStream.range(0, 200).mapToObj(i -> pool.submit(() -> i)).toList();
      for (TaskFuture<Integer> future : futures) {
        future.get();
      }
    }
    return pool;
  }

  /** Returns {@code result} once there is a file called {@code gate}. */
  private static Task<Integer> opened(Path gate, int result) {
    String file = gate.toString();
    return () -> {
      while (!Files.exists(Path.of(file))) {
        Thread.onSpinWait();
      }
      return result;
    };
  }

  private List<TaskFuture<Integer>> submit(
      ProcessPool pool, int special, Task<Integer> body, TaskOptions options) {
    String file = folder.resolve("started").toString();
    List<TaskFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      Task<Integer> task = i == special ? body : () -> number;
      futures.add(pool.submit(new Noted(file, i, task), options));
    }
    return futures;
  }

  private void assertThatAllOthersRanOnce(List<TaskFuture<Integer>> futures, int special)
      throws Exception {
    for (int i = 0; i < TASKS; i++) {
      if (i != special) {
        assertThat(futures.get(i).get()).isEqualTo(i);
        assertThat(futures.get(i).execution().attempts()).isEqualTo(1);
      }
    }
    assertThat(started().values()).hasSize(TASKS).allMatch(times -> times == 1);
  }

  private Map<String, Long> started() throws IOException {
    return Files.readAllLines(folder.resolve("started")).stream()
        .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
  }

  @Test
  void aCrashCostsOnlyTheTaskThatRan() throws Exception {
    try (ProcessPool pool = warm(1)) {
      Task<Integer> crash =
          () -> {
            Runtime.getRuntime().halt(7);
            return 0;
          };
      List<TaskFuture<Integer>> futures = submit(pool, 777, crash, TaskOptions.defaults());
      assertThat(catchThrowable(futures.get(777)::get))
          .hasCauseInstanceOf(WorkerCrashedException.class);
      assertThatAllOthersRanOnce(futures, 777);
    }
  }

  @Test
  void anOverdueTaskCostsOnlyItself() throws Exception {
    try (ProcessPool pool = warm(2)) {
      Task<Integer> endless =
          () -> {
            while (true) {
              Thread.onSpinWait();
            }
          };
      TaskOptions limit = TaskOptions.defaults().withTimeout(Duration.ofMillis(700));
      List<TaskFuture<Integer>> futures = submit(pool, 777, endless, limit);
      assertThat(catchThrowable(futures.get(777)::get))
          .hasCauseInstanceOf(TaskTimedOutException.class);
      assertThat(futures.get(777).execution().runTime())
          .isGreaterThanOrEqualTo(limit.timeout().get());
      assertThatAllOthersRanOnce(futures, 777);
    }
  }

  /** Neither what ran before it, whose results nobody was woken for, nor what lies behind it. */
  @Test
  void aTaskThatTakesLongHoldsUpNobody() throws Exception {
    try (ProcessPool pool = warm(2)) {
      Path gate = folder.resolve("gate");
      Task<Integer> waits = opened(gate, 777);
      List<TaskFuture<Integer>> futures = submit(pool, 777, waits, TaskOptions.defaults());
      assertThatAllOthersRanOnce(futures, 777);
      assertThat(futures.get(777)).isNotDone();
      Files.createFile(gate);
      assertThat(futures.get(777).get()).isEqualTo(777);
    }
  }

  @Test
  void aCancelledTaskNeverStartsAndTheOthersDo() throws Exception {
    try (ProcessPool pool = warm(1)) {
      Path gate = folder.resolve("gate");
      Task<Integer> waits = opened(gate, 0);
      List<TaskFuture<Integer>> futures = submit(pool, 0, waits, TaskOptions.defaults());
      for (int i = 1; i < TASKS; i += 2) {
        futures.get(i).cancel(true);
      }
      Files.createFile(gate);
      for (int i = 0; i < TASKS; i += 2) {
        assertThat(futures.get(i).get()).isEqualTo(i);
      }
      assertThat(started().keySet()).allMatch(number -> Integer.parseInt(number) % 2 == 0);
    }
  }
}
