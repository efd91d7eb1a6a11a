package dev.rota.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.wire.SharedMemory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The upkeep of a worker that is only memory. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class UpkeepTest {

  private static final String TIMER = "the timer of the upkeep";
  private static final int NOT_OF_THE_POOL = 1_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  /** What is no limit to a process that sleeps, and is looked after every 64 ms. */
  private static final long LITTLE = 64_000_000;

  private final Monitor monitor = new Monitor();
  private final Timer timer = new Timer(TIMER, monitor);
  private ProcessPool pool;
  private Process process;

  @BeforeEach
  void begin() throws Exception {
    pool = ProcessPool.builder().workers(1).spares(0).heap("64m").build();
    process = new ProcessBuilder("sleep", "60").start();
    await().until(() -> pool.stats().idle() == 1); // its own worker, with which nothing happens
  }

  @AfterEach
  void end() {
    timer.stop();
    process.destroyForcibly();
    pool.close();
  }

  @Test
  void aWorkerThatDiesWhenALookIsDueIsNotLookedAtAgain() throws Exception {
    Workforce workforce = pool.workforce();
    SharedMemory memory = SharedMemory.create(ByteBuffer.allocateDirect(SharedMemory.SIZE));
    WorkerLink link = new WorkerLink(NOT_OF_THE_POOL, "w", 1, 1, process, memory);
    Recycling recycling = new Recycling(Integer.MAX_VALUE, NEVER, NEVER, LITTLE, 1);
    Upkeep upkeep = new Upkeep(recycling, timer, System::nanoTime, workforce);
    locked(() -> workforce.employed(link));
    monitor.run(() -> upkeep.watch(link));
    Future<?> last =
        monitor.get(
            () -> {
              await().until(UpkeepTest::aLookWaitsForTheLock);
              locked(() -> workforce.forget(link));
              return requireNonNull(link.upkeepAlarm);
            });
    timer.in(0, () -> {}).get(); // behind the look
    assertThat(monitor.get(() -> requireNonNull(link.upkeepAlarm))).isSameAs(last);
  }

  private void locked(Runnable action) {
    var _ =
        pool.locked(
            () -> {
              action.run();
              return true;
            });
  }

  private static boolean aLookWaitsForTheLock() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals(TIMER))
        .filter(thread -> thread.getKey().getState() == Thread.State.WAITING)
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().equals(Monitor.class.getName()));
  }
}
