package dev.rota.checks.lock;

import dev.rota.process.ProcessPool;
import dev.rota.share.SharedLong;
import dev.rota.share.SharedMutex;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;

/** How soon the next has it when its holder, a JVM, is killed with SIGKILL. */
final class Killed implements Part {

  private static final int KILLS = 100;
  private static final long MILLIS_TO_SLEEP = 20; // surely enough to begin to wait

  private interface Holder {
    /** A process that holds it now. */
    ProcessHandle start() throws Exception;
  }

  private interface Next {
    /** Waits for it, and says when it was had. */
    long take() throws Exception;
  }

  private static final class Row {

    private final String name;
    private final Holder holder;
    private final Next next;
    private final double[] millis = new double[KILLS];

    Row(String name, Holder holder, Next next) {
      this.name = name;
      this.holder = holder;
      this.next = next;
    }

    void kill(int round) throws Exception {
      ProcessHandle process = holder.start();
      FutureTask<Long> waiting = new FutureTask<>(next::take);
      Thread thread = Thread.ofPlatform().start(waiting);
      Thread.sleep(MILLIS_TO_SLEEP);
      long start = System.nanoTime();
      process.destroyForcibly();
      millis[round] = (waiting.get() - start) / 1e6;
      thread.join();
    }
  }

  @Override
  public void measure(SharedRegion region) throws Exception {
    System.out.println("\nholder killed to next holder, " + KILLS + " times each");
    SharedMutex mutex = region.mutex("mutex");
    SharedSemaphore semaphore = region.semaphore("semaphore", 1);
    MemorySegment robust = region.memory("robust", NativeLocks.BYTES);
    NativeLocks.makeMutex(robust, true);
    Path file = lockFile(region);
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .spares(1)
            .restartIntensity(1000, Duration.ofSeconds(1)) // deaths are what it is about
            .build()) {
      List<Row> rows =
          List.of(
              new Row("SharedMutex, worker of a pool", () -> worker(pool, region), next(mutex)),
              new Row("SharedMutex, stranger", () -> stranger(region, "mutex"), next(mutex)),
              new Row(
                  "SharedSemaphore, stranger",
                  () -> stranger(region, "semaphore"),
                  next(semaphore)),
              new Row(
                  "pthread robust mutex by FFM, stranger",
                  () -> stranger(region, "robust"),
                  next(robust)),
              new Row("FileLock, stranger", () -> stranger(region, "file"), () -> take(file)));
      for (int round = 0; round < KILLS; round++) {
        for (Row row : rows) {
          row.kill(round);
        }
      }
      rows.forEach(Killed::print);
    } finally {
      Files.delete(file);
    }
  }

  private static void print(Row row) {
    double[] sorted = row.millis.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "  %-40s p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
        row.name, sorted[KILLS / 2], sorted[(int) (KILLS * 0.99) - 1], sorted[KILLS - 1]);
  }

  private static ProcessHandle worker(ProcessPool pool, SharedRegion region) throws Exception {
    SharedLong holder = region.counter("holder");
    holder.set(0);
    SharedMutex mutex = region.mutex("mutex");
    var _ =
        pool.submit(
            () -> {
              mutex.lock();
              holder.set(ProcessHandle.current().pid());
              Thread.sleep(Long.MAX_VALUE);
              return null;
            });
    return awaited(holder);
  }

  /** One that is no child of this process. */
  private static ProcessHandle stranger(SharedRegion region, String what) throws Exception {
    SharedLong holder = region.counter("holder");
    holder.set(0);
    Partner.startStranger(region, "hold-" + what);
    return awaited(holder);
  }

  private static ProcessHandle awaited(SharedLong holder) throws InterruptedException {
    while (holder.get() == 0) {
      Thread.sleep(1);
    }
    return ProcessHandle.of(holder.get()).orElseThrow();
  }

  /** What a stranger does. */
  static void hold(SharedRegion region, String what) throws Exception {
    switch (what) {
      case "mutex" -> region.mutex("mutex").lock();
      case "semaphore" -> region.semaphore("semaphore", 1).acquire();
      case "robust" -> {
        boolean _ = NativeLocks.lock(region.memory("robust", NativeLocks.BYTES));
      }
      default -> {
        FileChannel channel = FileChannel.open(lockFile(region), StandardOpenOption.WRITE);
        FileLock _ = channel.lock();
      }
    }
    region.counter("holder").set(ProcessHandle.current().pid());
    Thread.sleep(Long.MAX_VALUE);
  }

  private static Next next(SharedMutex mutex) {
    return () -> {
      mutex.lock();
      try {
        return died(mutex.ownerDied());
      } finally {
        mutex.markRepaired();
        mutex.unlock();
      }
    };
  }

  private static Next next(SharedSemaphore semaphore) {
    return () -> {
      semaphore.acquire();
      long now = System.nanoTime();
      semaphore.release();
      return now;
    };
  }

  private static Next next(MemorySegment robust) {
    return () -> {
      long now = died(NativeLocks.lock(robust));
      NativeLocks.unlock(robust);
      return now;
    };
  }

  private static long died(boolean ownerDied) {
    if (!ownerDied) {
      throw new IllegalStateException("the owner did not die");
    }
    return System.nanoTime();
  }

  private static long take(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      return System.nanoTime();
    }
  }

  private static Path lockFile(SharedRegion region) throws IOException {
    Path file =
        Path.of(System.getProperty("java.io.tmpdir"), region.name().orElseThrow() + ".lock");
    return Files.exists(file) ? file : Files.createFile(file);
  }
}
