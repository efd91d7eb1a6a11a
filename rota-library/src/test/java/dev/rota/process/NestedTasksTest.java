package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskRejectedException;
import dev.rota.WorkerCrashedException;
import dev.rota.contract.Flag;
import dev.rota.contract.NestingContract.Fibonacci;
import dev.rota.contract.PoolContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks in workers that submit tasks to the master's pool. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedTasksTest implements PoolContract {

  @TempDir private Path folder;

  @Override
  public PoolBuilder<?> builder() {
    return ProcessPool.builder().heap("64m");
  }

  @Override
  public Path folder() {
    return folder;
  }

  /** A task that starts a child, says so, and waits for it. */
  private static Task<String> parentOf(Task<String> child) {
    return () -> Pool.current().submit(child).get();
  }

  private static Task<String> endless(Flag started, Flag interrupted) {
    return () -> {
      started.raise();
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        interrupted.raise();
      }
      return "over";
    };
  }

  @Test
  void aTaskSeesThatTheWorkerOfItsTaskCrashed() throws Exception {
    try (Pool pool = pool(1)) {
      Task<Integer> parent =
          () -> {
            Task<Integer> child =
                () -> {
                  System.err.println("last words");
                  Runtime.getRuntime().halt(7);
                  return 0;
                };
            try {
              return Pool.current().submit(child).get();
            } catch (ExecutionException e) {
              WorkerCrashedException crash = (WorkerCrashedException) e.getCause();
              return crash.output().contains("last words") ? crash.exitStatus() : -1;
            }
          };
      assertThat(pool.submit(parent).get()).isEqualTo(7);
    }
  }

  @Test
  void retriesHoldForTheTasksOfATask() throws Exception {
    Flag tries = flag("tries");
    try (Pool pool = pool(1)) {
      Task<Integer> parent =
          () -> {
            Task<String> child =
                () -> {
                  tries.raise();
                  if (java.nio.file.Files.size(Path.of(tries.file())) < 3) {
                    Runtime.getRuntime().halt(7);
                  }
                  return "third time lucky";
                };
            TaskFuture<String> future =
                Pool.current().submit(child, TaskOptions.defaults().withRetries(2));
            future.get();
            return future.execution().attempts();
          };
      assertThat(pool.submit(parent).get()).isEqualTo(3);
    }
  }

  /** In pieces through a ring that is much smaller. */
  @Test
  void largeArgumentsAndResultsComeThrough() throws Exception {
    try (Pool pool = pool(1)) {
      Task<Boolean> parent =
          () -> {
            byte[] large = new byte[3 << 20];
            Arrays.fill(large, (byte) 7);
            List<TaskFuture<byte[]>> children = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
              Task<byte[]> echo = () -> large;
              children.add(Pool.current().submit(echo));
            }
            boolean same = true;
            for (TaskFuture<byte[]> child : children) {
              same &= Arrays.equals(large, child.get());
            }
            return same;
          };
      assertThat(pool.submit(parent).get()).isTrue();
    }
  }

  @Test
  void whatTheMasterDoesNotKnowPassesThroughIt() throws Exception {
    record OfTheWorkers(int x) {}
    try (Pool pool = pool(1)) {
      Task<Integer> parent =
          () -> {
            Task<Object> child = () -> new OfTheWorkers(42);
            return ((OfTheWorkers) Pool.current().submit(child).get()).x();
          };
      assertThat(pool.submit(parent).get()).isEqualTo(42);
    }
  }

  /** However a task waits for its tasks, others work meanwhile. */
  @Test
  void otherWaysToWaitAreNoDeadlock() throws Exception {
    try (Pool pool = pool(1)) {
      Task<Integer> stages =
          () -> {
            TaskFuture<Integer> one = Pool.current().submit(() -> 1);
            TaskFuture<Integer> two = Pool.current().submit(() -> 2);
            CompletableFuture.allOf(one, two).join();
            return one.thenCombine(two, Integer::sum).get();
          };
      assertThat(pool.submit(stages).get()).isEqualTo(3);
      Task<Integer> looking =
          () -> {
            TaskFuture<Integer> child = Pool.current().submit(() -> 4);
            while (!child.isDone()) {
              Thread.sleep(1);
            }
            return child.resultNow();
          };
      assertThat(pool.submit(looking).get()).isEqualTo(4);
      Task<Integer> thread =
          () -> {
            Pool own = Pool.current();
            CompletableFuture<Integer> result = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> result.complete(own.submit(() -> 5).join()));
            return result.get();
          };
      assertThat(pool.submit(thread).get()).isEqualTo(5);
    }
  }

  @Test
  void recursionThatIsTooDeepIsRefused() throws Exception {
    record Descent(int depth) implements Task<Integer> {
      @Override
      public Integer call() throws Exception {
        return depth == 0 ? 0 : 1 + Pool.current().submit(new Descent(depth - 1)).get();
      }
    }
    try (Pool pool = pool(1)) {
      Throwable thrown = catchThrowable(() -> pool.submit(new Descent(17)).get());
      assertThat(thrown).hasStackTraceContaining("16 tasks have tasks of their own under way");
      assertThat(pool.submit(new Descent(16)).get()).isEqualTo(16);
    }
  }

  /** Its working directory is gone, so no other worker can be started. */
  @Test
  void aTaskThatNoWorkerCanBeStartedForIsRefused() throws Exception {
    Path directory = java.nio.file.Files.createDirectory(folder.resolve("directory"));
    try (Pool pool =
        ProcessPool.builder()
            .workers(1)
            .spares(0)
            .heap("64m")
            .workingDirectory(directory)
            .build()) {
      String name = directory.toString();
      Task<String> parent =
          () -> {
            java.nio.file.Files.delete(Path.of(name));
            TaskFuture<String> child = Pool.current().submit(() -> "impossible");
            try {
              return child.get();
            } catch (ExecutionException e) {
              return ((TaskRejectedException) e.getCause()).reason().name();
            }
          };
      assertThat(pool.submit(parent).get()).isEqualTo("CIRCUIT_OPEN");
    }
  }

  @Test
  void workersThatStoodInLeaveAgain() throws Exception {
    try (Pool pool = pool(1)) {
      assertThat(pool.submit(new Fibonacci(6)).get()).isEqualTo(8);
      await().until(() -> pool.stats().deaths().containsKey("recycled"));
      await().until(() -> pool.stats().idle() + pool.stats().spares() == 2);
      assertThat(pool.stats().deaths().keySet()).containsExactly("recycled");
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void whatATaskLeavesBehindIsCancelled() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(2)) {
      Task<String> parent =
          () -> {
            var _ = Pool.current().submit(endless(started, interrupted));
            var _ = Pool.current().submit(endless(started, interrupted));
            started.block();
            return "gone";
          };
      assertThat(pool.submit(parent).get()).isEqualTo("gone");
      interrupted.block();
      await().until(() -> pool.stats().cancelled() == 2 && pool.stats().busy() == 0);
    }
  }

  @Test
  void theDeathOfAWorkerThatWaitsCancelsItsTasks() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    Flag pid = flag("pid");
    try (Pool pool = pool(1)) {
      Task<String> parent =
          () -> {
            java.nio.file.Files.writeString(
                Path.of(pid.file()), Long.toString(ProcessHandle.current().pid()));
            return Pool.current().submit(endless(started, interrupted)).get();
          };
      TaskFuture<String> future = pool.submit(parent);
      started.block();
      long number = Long.parseLong(java.nio.file.Files.readString(Path.of(pid.file())));
      ProcessHandle.of(number).orElseThrow().destroyForcibly();
      assertThat(catchThrowable(future::get)).hasCauseInstanceOf(WorkerCrashedException.class);
      interrupted.block();
      await().until(() -> pool.stats().cancelled() == 1 && pool.stats().busy() == 0);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void cancellingAParentCancelsItsTasks() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      TaskFuture<String> future = pool.submit(parentOf(endless(started, interrupted)));
      started.block();
      future.cancel(true);
      interrupted.block();
      await().until(() -> pool.stats().cancelled() == 2 && pool.stats().busy() == 0);
    }
  }

  @Test
  void aPoolThatOutlivesItsTaskRefuses() throws Exception {
    Flag refused = flag("refused");
    try (Pool pool = pool(1)) {
      Task<String> parent =
          () -> {
            Pool own = Pool.current();
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (!own.isShutdown()) {
                        Thread.onSpinWait();
                      }
                      try {
                        var _ = own.submit(() -> 1);
                      } catch (TaskRejectedException e) {
                        refused.raise();
                      }
                    });
            return "gone";
          };
      assertThat(pool.submit(parent).get()).isEqualTo("gone");
      refused.block();
    }
  }

  @Test
  void aTaskCannotShutItsPoolDown() throws Exception {
    try (Pool pool = pool(1)) {
      Callable<Boolean> parent =
          (Task<Boolean>)
              () -> {
                Pool own = Pool.current();
                List<Runnable> refused = List.of(own::shutdown, own::shutdownNow, own::close);
                for (Runnable call : refused) {
                  try {
                    call.run();
                    return false;
                  } catch (UnsupportedOperationException e) {
                    // as it should be
                  }
                }
                return true;
              };
      assertThat(pool.submit(parent).get()).isTrue();
    }
  }

  @Test
  void shutdownNowEndsParentsAndTheirTasks() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    Pool pool = pool(1);
    try (pool) {
      TaskFuture<String> future = pool.submit(parentOf(endless(started, interrupted)));
      started.block();
      assertThat(pool.shutdownNow()).isEmpty();
      assertThat(future).isCancelled();
    }
    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  void whatIsUnderWayIsFinishedAtShutdown() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    Pool pool = pool(1);
    try (pool) {
      Task<String> child =
          () -> {
            started.raise();
            open.block();
            return "through";
          };
      TaskFuture<String> future = pool.submit(parentOf(child));
      started.block();
      pool.shutdown();
      open.raise();
      assertThat(future.get()).isEqualTo("through");
    }
  }

  /** More ends than the ring of answers holds, while the parent runs and does not look. */
  @Test
  void manyTasksOfOneTaskAllEnd() throws Exception {
    try (Pool pool = pool(2)) {
      Task<Long> parent =
          () -> {
            List<TaskFuture<Long>> children = new ArrayList<>();
            for (long i = 0; i < 3000; i++) {
              long number = i;
              children.add(Pool.current().submit(() -> number));
            }
            long sum = 0;
            for (TaskFuture<Long> child : children) {
              sum += child.get();
            }
            return sum;
          };
      assertThat(pool.submit(parent).get()).isEqualTo(2999L * 1500);
      assertThat(pool.submit(parent).get()).isEqualTo(2999L * 1500);
    }
  }
}
