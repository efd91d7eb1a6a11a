package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Outcome;
import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.contract.Flag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that run several tasks at once. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class ThreadsPerWorkerTest {

  private static final CyclicBarrier BARRIER = new CyclicBarrier(4); // one in each process

  @TempDir private Path folder;

  private static ProcessPool pool(int workers, int threads) {
    return ProcessPool.builder().workers(workers).threadsPerWorker(threads).heap("64m").build();
  }

  private Flag flag(String name) {
    return new Flag(folder.resolve(name).toString());
  }

  private static List<TaskFuture<Long>> submit(ProcessPool pool, int count, Task<Long> task) {
    return IntStream.range(0, count).mapToObj(i -> pool.submit(task)).toList();
  }

  private static Map<Long, Integer> countByPid(List<TaskFuture<Long>> futures) throws Exception {
    Map<Long, Integer> counts = new HashMap<>();
    for (TaskFuture<Long> future : futures) {
      counts.merge(future.get(), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void tasksRunAtOnceInOneProcess() throws Exception {
    try (ProcessPool pool = pool(1, 4)) {
      Task<Long> meeting =
          () -> {
            BARRIER.await();
            return ProcessHandle.current().pid();
          };
      for (int round = 0; round < 200; round++) {
        assertThat(countByPid(submit(pool, 4, meeting))).hasSize(1);
      }
      assertThat(pool.stats().deaths()).isEmpty();
    }
  }

  @Test
  void tasksAreSpreadOverTheWorkersFirst() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    Task<Long> gate =
        () -> {
          started.raise();
          open.block();
          return ProcessHandle.current().pid();
        };
    try (ProcessPool pool = pool(3, 2)) {
      await().until(() -> pool.stats().idle() == 3);
      List<TaskFuture<Long>> one = submit(pool, 3, gate);
      await().until(() -> started.count() == 3);
      assertThat(pool.stats().busy()).isEqualTo(3);
      List<TaskFuture<Long>> two = submit(pool, 3, gate);
      await().until(() -> started.count() == 6);
      TaskFuture<Long> queued = pool.submit(gate);
      assertThat(pool.stats().queued()).isEqualTo(1);
      open.raise();
      assertThat(countByPid(one)).hasSize(3);
      assertThat(countByPid(two)).hasSize(3);
      assertThat(queued.get()).isPositive();
    }
  }

  /** Each task that waits takes a thread out of use, until only one is left for all the others. */
  @Test
  void slowTasksHoldUpNobodyWhileAThreadIsFree() throws Exception {
    Flag open = flag("open");
    try (ProcessPool pool = pool(1, 4)) {
      warm(pool);
      Task<Long> waits =
          () -> {
            open.block();
            return -1L;
          };
      List<TaskFuture<Long>> slow = new ArrayList<>();
      List<TaskFuture<Long>> quick = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        long number = i;
        if (i % 500 == 250 && slow.size() < 3) {
          slow.add(pool.submit(waits));
        } else {
          quick.add(pool.submit(() -> number));
        }
      }
      for (TaskFuture<Long> future : quick) {
        assertThat(future.get()).isNotNegative();
      }
      assertThat(slow).hasSize(3).noneMatch(TaskFuture::isDone);
      open.raise();
      for (TaskFuture<Long> future : slow) {
        assertThat(future.get()).isEqualTo(-1L);
      }
    }
  }

  private static void warm(ProcessPool pool) throws Exception {
    for (int round = 0; round < 20; round++) {
      for (TaskFuture<Long> future : submit(pool, 200, () -> 1L)) {
        assertThat(future.get()).isEqualTo(1L);
      }
    }
  }

  @Test
  void resultsAreWholeHoweverTheyAreInterleaved() {
    try (ProcessPool pool = pool(1, 4)) {
      List<Integer> inputs = IntStream.range(0, 3_000).boxed().toList();
      List<Outcome<Integer, byte[]>> outcomes =
          pool.map(
                  inputs,
                  i -> {
                    byte[] bytes = new byte[i % 100 == 7 ? 700_000 : i % 977];
                    Arrays.fill(bytes, (byte) (int) i);
                    return bytes;
                  })
              .toList();
      assertThat(outcomes).hasSize(inputs.size());
      for (int i = 0; i < outcomes.size(); i++) {
        byte[] expected = new byte[i % 100 == 7 ? 700_000 : i % 977];
        Arrays.fill(expected, (byte) i);
        Outcome<Integer, byte[]> outcome = outcomes.get(i);
        assertThat(outcome).isInstanceOf(Outcome.Success.class);
        assertThat(((Outcome.Success<Integer, byte[]>) outcome).value()).isEqualTo(expected);
      }
    }
  }

  /** More functions than a worker remembers, each of which may be forgotten while it is called. */
  @Test
  void functionsComeAndGoWhileOthersAreCalled() {
    List<Integer> inputs = IntStream.range(0, 20).boxed().toList();
    try (ProcessPool pool = pool(1, 4)) {
      List<Thread> callers = new ArrayList<>();
      List<Integer> sums = java.util.Collections.synchronizedList(new ArrayList<>());
      for (int caller = 0; caller < 8; caller++) {
        callers.add(
            Thread.startVirtualThread(
                () -> {
                  for (int i = 0; i < 40; i++) {
                    int added = i;
                    sums.add(
                        pool.map(inputs, x -> x + added)
                                .mapToInt(o -> ((Outcome.Success<Integer, Integer>) o).value())
                                .sum()
                            - 20 * added);
                  }
                }));
      }
      callers.forEach(
          caller -> {
            try {
              caller.join();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(sums).hasSize(320).allMatch(sum -> sum == 190);
    }
  }

  @Test
  void aWorkerDoesNoMoreTasksThanItMay() throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .threadsPerWorker(3)
            .maxTasksPerWorker(5)
            .heap("64m")
            .build()) {
      Map<Long, Integer> counts = countByPid(submit(pool, 40, () -> ProcessHandle.current().pid()));
      assertThat(counts.values()).allMatch(count -> count <= 5);
      assertThat(counts.values().stream().mapToInt(count -> count).sum()).isEqualTo(40);
    }
  }

  @Test
  void nonsenseIsRefused() {
    for (int wrong : new int[] {-1, 0, 257}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ProcessPool.builder().threadsPerWorker(wrong))
          .withMessageContaining("threadsPerWorker")
          .withMessageContaining("" + wrong)
          .withMessageContaining("256");
    }
  }

  @Test
  void theMostThreadsRunAtOnce() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).spares(0).threadsPerWorker(256).heap("128m").build()) {
      Task<Long> gate =
          () -> {
            started.raise();
            open.block();
            return ProcessHandle.current().pid();
          };
      List<TaskFuture<Long>> futures = submit(pool, 300, gate);
      await().until(() -> started.count() == 256);
      open.raise();
      assertThat(countByPid(futures)).hasSize(1);
    }
  }
}
