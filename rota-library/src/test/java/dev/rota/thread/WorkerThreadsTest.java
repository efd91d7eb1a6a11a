package dev.rota.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Execution;
import dev.rota.TaskFuture;
import dev.rota.observe.Announcer;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads that tasks run on, and what is kept of a run. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class WorkerThreadsTest {

  @Test
  void aThreadBearsTheNameOfItsPool() throws Exception {
    try (ThreadPool pool = ThreadPool.builder().workers(1).name("kitchen").build()) {
      TaskFuture<String> name = pool.submit(() -> Thread.currentThread().getName());
      assertThat(name.get()).isEqualTo("kitchen-worker-1");
      assertThat(name.execution().worker()).isEqualTo("kitchen-worker-1");
      assertThat(pool.submit(() -> Thread.currentThread().isDaemon()).get()).isTrue();
    }
  }

  @Test
  void aThreadHasTheClassLoaderOfTheBuilder() throws Exception {
    Thread builder = Thread.currentThread();
    ClassLoader before = builder.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[0], before)) {
      builder.setContextClassLoader(loader);
      try (ThreadPool pool = ThreadPool.builder().workers(1).build()) {
        builder.setContextClassLoader(before);
        assertThat(pool.submit(() -> Thread.currentThread().getContextClassLoader()).get())
            .isSameAs(loader);
      }
    } finally {
      builder.setContextClassLoader(before);
    }
  }

  @Test
  void anInterruptBetweenTasksMeetsNone() throws Exception {
    try (ThreadPool pool = ThreadPool.builder().workers(1).build()) {
      Thread worker = pool.submit(() -> Thread.currentThread()).get();
      await().until(() -> pool.stats().idle() == 1);
      worker.interrupt(); // by somebody who should not have the thread
      assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
    }
  }

  @Test
  void aLateInterruptMeetsNoOtherTask() {
    ThreadPool pool = notStarted(System::nanoTime);
    ThreadTask<?> first = (ThreadTask<?>) pool.submit(() -> 1);
    ThreadTask<?> second = (ThreadTask<?>) pool.submit(() -> 2);
    Worker worker = new Worker(pool, "worker", null);
    worker.begin(second);
    worker.interrupt(first);
    assertThat(worker.isInterrupted()).isFalse();
    worker.interrupt(second);
    assertThat(worker.isInterrupted()).isTrue();
    pool.shutdownNow();
  }

  @Test
  void aTaskWhoseFutureHasEndedDoesNotStart() throws Exception {
    AtomicLong runs = new AtomicLong();
    try (ThreadPool pool = notStarted(System::nanoTime)) {
      ThreadTask<?> task = (ThreadTask<?>) pool.submit(() -> runs.incrementAndGet());
      task.cancelForShutdown(); // ends the future and no more, as a cancel does to begin with
      pool.start();
      pool.submit(() -> 1).get();
      assertThat(runs).hasValue(0);
      assertThat(pool.stats().queued()).isZero();
    }
  }

  private static ThreadPool notStarted(LongSupplier clock) {
    ThreadPoolBuilder options = ThreadPool.builder().workers(1);
    return new ThreadPool(
        options, "rota", 1, null, Duration.ofMillis(100), 1, clock, null, new Announcer(List.of()));
  }

  @Test
  void aTaskThatHoldsTheMonitorOfItsThreadDoesNotHoldUpThePool() throws Exception {
    try (ThreadPool pool = ThreadPool.builder().workers(2).build()) {
      Thread other = pool.submit(() -> Thread.currentThread()).get();
      TaskFuture<?> holder =
          pool.submit(
              () -> {
                synchronized (Thread.currentThread()) {
                  Thread.sleep(60_000);
                }
                return other;
              });
      await().until(() -> pool.stats().busy() == 1);
      holder.cancel(true);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void aFutureDoesNotKeepItsTask() throws Exception {
    try (ThreadPool pool = ThreadPool.builder().workers(1).build()) {
      byte[] captured = new byte[1 << 20];
      WeakReference<byte[]> seen = new WeakReference<>(captured);
      TaskFuture<Integer> future = submitLength(pool, captured);
      captured = null;
      assertThat(future.get()).isEqualTo(1 << 20);
      await()
          .until(
              () -> {
                System.gc();
                return seen.get() == null;
              });
    }
  }

  private static TaskFuture<Integer> submitLength(ThreadPool pool, byte[] captured) {
    return pool.submit(() -> captured.length);
  }

  @Test
  void anExecutionTellsItsTimes() throws Exception {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // runs over meanwhile
    try (ThreadPool pool = notStarted(clock::get)) {
      TaskFuture<?> future =
          pool.submit(
              () -> {
                clock.addAndGet(700);
              });
      clock.addAndGet(300);
      assertThat(future.execution().queueTime()).isEqualTo(Duration.ofNanos(300));
      pool.start();
      future.get();
      Execution execution = future.execution();
      assertThat(execution.queueTime()).isEqualTo(Duration.ofNanos(300));
      assertThat(execution.runTime()).isEqualTo(Duration.ofNanos(700));
    }
  }

  @Test
  void anExecutionTellsTheTimeOfTheProcessor() throws Exception {
    try (ThreadPool pool = ThreadPool.builder().workers(1).build()) {
      TaskFuture<?> future =
          pool.submit(
              () -> {
                long end = System.nanoTime() + 50_000_000;
                while (System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
              });
      future.get();
      assertThat(future.execution().cpuTime())
          .isPositive()
          .isLessThanOrEqualTo(future.execution().runTime().plusMillis(20));
    }
  }
}
