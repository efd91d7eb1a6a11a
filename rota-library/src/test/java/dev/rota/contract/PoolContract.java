package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.Task;
import dev.rota.TaskFuture;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/**
 * What every pool promises. Tasks are values that can travel, and their effects are seen through
 * results and files, never through a shared heap. A pool's test implements {@link AllPools}, and
 * {@link SharedHeap} too if its tasks share the heap of their submitter.
 */
public interface PoolContract {

  /** A builder of the pool under test, with defaults that suit a test. */
  PoolBuilder<?> builder();

  /** A folder of the test's own. */
  Path folder();

  /** Everything that every pool promises. */
  interface AllPools
      extends SubmissionContract,
          FailureContract,
          BulkContract,
          CancelContract,
          TimeoutContract,
          ShutdownContract,
          BackPressureContract,
          StageContract,
          MapContract,
          NestingContract,
          StatsContract,
          EventsContract {}

  /** What depends on the order in which tasks are taken. */
  interface Queueing
      extends SubmissionContract,
          CancelContract,
          ShutdownContract,
          BackPressureContract,
          NestingContract {}

  /** What depends on the threads that run tasks. */
  interface Running
      extends SubmissionContract,
          FailureContract,
          CancelContract,
          TimeoutContract,
          ShutdownContract,
          NestingContract {}

  /** A builder of a pool of workers that run one task at a time, for tests of what waits. */
  default PoolBuilder<?> oneTaskEach(int workers) {
    return builder().workers(workers);
  }

  default Pool pool(int workers) {
    return builder().workers(workers).build();
  }

  default Flag flag(String name) {
    return Flag.in(folder(), name);
  }

  /** A task that raises one flag and waits for another. */
  static Task<String> gate(Flag started, Flag open) {
    return () -> {
      started.raise();
      open.block();
      return "through";
    };
  }

  /** A task that raises a flag, and another if it is interrupted, and goes on for a minute else. */
  static Task<String> sleeper(Flag started, Flag interrupted) {
    return () -> {
      started.raise();
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        interrupted.raise();
        throw e;
      }
      return "overslept";
    };
  }

  /** A task that heeds no interrupt, and goes on until a flag is raised, or for twenty seconds. */
  static Task<String> deaf(Flag enough) {
    return () -> {
      long end = System.nanoTime() + 20_000_000_000L;
      while (!enough.isUp() && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      return "heard";
    };
  }

  /** Waits until a thread waits. */
  static void awaitWaiting(Thread thread) {
    await()
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING);
  }

  static Throwable causeOf(TaskFuture<?> future) {
    Throwable thrown = catchThrowable(future::get);
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }
}
