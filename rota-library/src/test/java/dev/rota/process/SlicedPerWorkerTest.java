package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.VoidTask;
import dev.rota.slice.Slice;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import woven.Endless;

/** Workers that run several tasks at once on sliced threads. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class SlicedPerWorkerTest {

  private static final CyclicBarrier BARRIER = new CyclicBarrier(100); // one in each process

  private static ProcessPool pool(int sliced) {
    return builder(sliced).workers(1).build();
  }

  /** Without the libraries that tests use: to weave them takes long. */
  static ProcessPoolBuilder builder(int sliced) {
    List<Path> classPath =
        Stream.of(ProcessPool.class, SlicedPerWorkerTest.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .map(url -> Path.of(URI.create(url.toString())))
            .toList();
    return ProcessPool.builder().slicedPerWorker(sliced).classPath(classPath).heap("128m");
  }

  @Test
  void manyTasksWaitForEachOtherInOneProcess() throws Exception {
    try (ProcessPool pool = pool(100)) {
      List<TaskFuture<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(
            pool.submit(
                () -> {
                  BARRIER.await();
                  return Thread.currentThread().isVirtual();
                }));
      }
      for (TaskFuture<Boolean> each : all) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  @Test
  void hogsDoNotStarveTheOthers() throws Exception {
    try (ProcessPool pool = pool(9)) {
      List<TaskFuture<?>> hogs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        hogs.add(
            pool.submit((VoidTask) Endless::forEver)); // woven, as it is not of Rota's own packages
      }
      for (int i = 0; i < 100; i++) {
        assertThat(pool.submit(() -> 42).get()).isEqualTo(42);
      }
      hogs.forEach(hog -> hog.cancel(true));
    }
  }

  @Test
  void cpuTimeIsTheTasksOwn() throws Exception {
    try (ProcessPool pool = pool(4)) {
      List<TaskFuture<Long>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            pool.submit(
                () -> {
                  long end = System.nanoTime() + 400_000_000;
                  while (System.nanoTime() < end) {
                    Slice.poll();
                  }
                  return System.nanoTime();
                }));
      }
      long cpu = 0;
      long wall = 0;
      for (TaskFuture<Long> each : all) {
        each.get();
        cpu += each.execution().cpuTime().toMillis();
        wall += each.execution().runTime().toMillis();
      }
      // two carriers and more tasks: what a carrier used for one must not be another's as well
      assertThat(cpu).isPositive().isLessThan(wall * 3 / 4);
    }
  }

  @Test
  void packagesCanBeLeftOut() {
    try (ProcessPool all = builder(2).workers(1).build();
        ProcessPool none = builder(2).workers(1).wovenPackages("no.such").build();
        ProcessPool less = builder(2).workers(1).unwovenPackages("woven").build()) {
      assertThat(all.stats().sizing()).doesNotContain(" 0 classes woven");
      assertThat(none.stats().sizing()).contains(" 0 classes woven");
      assertThat(less.stats().sizing()).contains(" 0 classes woven");
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcessPool.builder().threadsPerWorker(2).slicedPerWorker(2).build())
        .withMessage("threadsPerWorker (2) and slicedPerWorker (2) exclude each other");
    assertThatIllegalArgumentException().isThrownBy(() -> ProcessPool.builder().slicedPerWorker(0));
  }
}
