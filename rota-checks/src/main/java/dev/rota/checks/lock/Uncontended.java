package dev.rota.checks.lock;

import static dev.rota.checks.lock.Rounds.repeat;

import dev.rota.checks.lock.Rounds.Row;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Taking and giving back what nobody else wants. */
final class Uncontended implements Part {

  private static final int MANY = 2_000_000;
  private static final int SOME = 5000; // of what enters the kernel

  private long sections; // what the locks guard

  @Override
  public void measure(SharedRegion region) throws Exception {
    SharedMutex mutex = region.mutex("mutex");
    SharedMutex fair = region.mutex("fair", true);
    ReentrantLock lock = new ReentrantLock();
    MemorySegment robust = region.memory("robust", NativeLocks.BYTES);
    NativeLocks.makeMutex(robust, true);
    Path file = Files.createTempFile("rota-locks-", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Rounds.print(
          "uncontended, lock and unlock",
          Rounds.available(
              new Row("ReentrantLock", MANY, repeat(() -> use(lock))),
              new Row("SharedMutex", MANY, repeat(() -> use(mutex))),
              new Row("SharedMutex, fair", MANY, repeat(() -> use(fair))),
              new Row("pthread robust mutex by FFM", MANY, repeat(() -> use(robust))),
              new Row("FileLock", SOME, repeat(() -> use(channel))),
              python("Lock()")));
    } finally {
      Files.delete(file);
    }
    semaphores(region);
    System.out.println("  " + sections + " sections were entered");
  }

  private static void semaphores(SharedRegion region) throws Exception {
    SharedSemaphore owned = region.semaphore("owned", 2);
    SharedSemaphore unowned = region.unownedSemaphore("unowned", 2);
    Semaphore semaphore = new Semaphore(2);
    MemorySegment posix = region.memory("posix", NativeLocks.BYTES);
    NativeLocks.makeSemaphore(posix, 2);
    Rounds.print(
        "uncontended, acquire and release",
        Rounds.available(
            new Row("Semaphore", MANY, repeat(() -> use(semaphore))),
            new Row("SharedSemaphore, owned", MANY, repeat(() -> use(owned))),
            new Row("SharedSemaphore, unowned", MANY, repeat(() -> use(unowned))),
            new Row(
                "sem_t by FFM",
                MANY,
                repeat(
                    () -> {
                      NativeLocks.await(posix);
                      NativeLocks.post(posix);
                    })),
            python("Semaphore(2)")));
  }

  private void use(Lock lock) {
    lock.lock();
    try {
      sections++;
    } finally {
      lock.unlock();
    }
  }

  private void use(MemorySegment robust) {
    NativeLocks.lock(robust);
    sections++;
    NativeLocks.unlock(robust);
  }

  private void use(FileChannel channel) {
    try (FileLock _ = channel.lock()) {
      sections++;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void use(Semaphore semaphore) {
    semaphore.acquireUninterruptibly();
    semaphore.release();
  }

  private static void use(SharedSemaphore semaphore) {
    semaphore.acquireUninterruptibly();
    semaphore.release();
  }

  private static Row python(String lock) {
    return Python.row(
        "multiprocessing." + lock,
        50_000,
        """
        import sys, time, multiprocessing as m
        l = m.%s
        n = int(sys.argv[1])
        t = time.perf_counter_ns()
        for i in range(n):
            l.acquire()
            l.release()
        print(time.perf_counter_ns() - t)
        """
            .formatted(lock));
  }
}
