package dev.rota.checks.lock;

import dev.rota.share.SharedMutex;
import dev.rota.share.SharedQueue;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks between processes beside their peers: prints figures of one run, of which only the ratios
 * mean something elsewhere. Each is the median of rounds that are interleaved with those of its
 * peers.
 */
public final class Locks {

  private static final int ROUNDS = 7;

  private static long sections; // what the locks guard

  private Locks() {}

  /** Something that is done so often; and how long that took in ns. */
  private interface Work {
    long nanos(int times) throws Exception;
  }

  private record Row(String name, int times, Work work) {}

  static void main(String[] args) throws Exception {
    try (SharedRegion region =
            SharedRegion.create("locks-" + ProcessHandle.current().pid(), 1 << 20);
        Arena arena = Arena.ofShared()) {
      uncontended(region, arena);
      handOff(region);
      contended(region, arena);
      killed(region, args.length > 0 ? Integer.parseInt(args[0]) : 40);
      idle(region);
      queue(region);
    }
    System.out.println("\n" + sections + " sections were entered alone");
    System.exit(0); // virtual threads still wait
  }

  private static void print(String title, String unit, List<Row> rows) throws Exception {
    System.out.println("\n" + title);
    List<List<Double>> figures = new ArrayList<>();
    rows.forEach(row -> figures.add(new ArrayList<>()));
    for (int round = 0; round <= ROUNDS; round++) {
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        double each = (double) row.work.nanos(row.times) / row.times;
        if (round > 0) { // the first warms up
          figures.get(i).add(each);
        }
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      double[] sorted = figures.get(i).stream().mapToDouble(Double::doubleValue).sorted().toArray();
      System.out.printf(
          "  %-44s %12.1f %s (best %.1f)%n",
          rows.get(i).name, sorted[sorted.length / 2], unit, sorted[0]);
    }
  }

  private static Work repeat(Runnable once) {
    return times -> {
      long start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        once.run();
      }
      return System.nanoTime() - start;
    };
  }

  private static void uncontended(SharedRegion region, Arena arena) throws Exception {
    SharedMutex mutex = region.mutex("m");
    SharedMutex fair = region.mutex("fair", true);
    SharedSemaphore owned = region.semaphore("s", 2);
    SharedSemaphore unowned = region.unownedSemaphore("u", 2);
    ReentrantLock lock = new ReentrantLock();
    Semaphore semaphore = new Semaphore(2);
    MemorySegment robust = arena.allocate(NativeLocks.BYTES, 64);
    NativeLocks.makeMutex(robust, arena.allocate(NativeLocks.BYTES, 64));
    MemorySegment posix = arena.allocate(NativeLocks.BYTES, 64);
    NativeLocks.makeSemaphore(posix, 2);
    Path file = Files.createTempFile("rota-locks-", "");
    int many = 2_000_000;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      print(
          "uncontended, lock and unlock",
          "ns",
          List.of(
              new Row("SharedMutex", many, repeat(() -> use(mutex))),
              new Row("SharedMutex, fair", many, repeat(() -> use(fair))),
              new Row("ReentrantLock", many, repeat(() -> use(lock))),
              new Row(
                  "SharedSemaphore, owned",
                  many,
                  repeat(
                      () -> {
                        owned.acquireUninterruptibly();
                        owned.release();
                      })),
              new Row(
                  "SharedSemaphore, unowned",
                  many,
                  repeat(
                      () -> {
                        unowned.acquireUninterruptibly();
                        unowned.release();
                      })),
              new Row(
                  "Semaphore",
                  many,
                  repeat(
                      () -> {
                        semaphore.acquireUninterruptibly();
                        semaphore.release();
                      })),
              new Row(
                  "pthread robust mutex by FFM",
                  many,
                  repeat(() -> NativeLocks.lockAndUnlock(robust))),
              new Row(
                  "sem_t by FFM",
                  many,
                  repeat(
                      () -> {
                        NativeLocks.await(posix);
                        NativeLocks.post(posix);
                      })),
              new Row("FileLock", 5000, repeat(() -> use(channel))),
              python("multiprocessing.Lock", "Lock()"),
              python("multiprocessing.Semaphore", "Semaphore(2)")));
    } finally {
      Files.delete(file);
    }
  }

  private static void use(java.util.concurrent.locks.Lock lock) {
    lock.lock();
    try {
      sections++;
    } finally {
      lock.unlock();
    }
  }

  private static void use(FileChannel channel) {
    try (FileLock _ = channel.lock()) {
      sections++;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Row python(String name, String lock) {
    String script =
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
            .formatted(lock);
    return new Row("Python " + name, 50_000, times -> Long.parseLong(run(script, times)));
  }

  private static String run(String script, int times) throws IOException {
    Process python =
        new ProcessBuilder("python3", "-c", script, Integer.toString(times))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static void handOff(SharedRegion region) throws Exception {
    SharedSemaphore ping = region.unownedSemaphore("ping", 0);
    SharedSemaphore pong = region.unownedSemaphore("pong", 0);
    MemorySegment first = region.memory("native", 2 * NativeLocks.BYTES);
    MemorySegment second = first.asSlice(NativeLocks.BYTES);
    NativeLocks.makeSemaphore(first, 0);
    NativeLocks.makeSemaphore(second, 0);
    Semaphore there = new Semaphore(0);
    Semaphore back = new Semaphore(0);
    int times = 20_000;
    print(
        "there and back between two that block",
        "ns",
        List.of(
            new Row(
                "SharedSemaphore, two processes",
                times,
                pingPong(
                    region,
                    "echo",
                    () -> {
                      ping.release();
                      pong.acquireUninterruptibly();
                    })),
            new Row(
                "sem_t by FFM, two processes",
                times,
                pingPong(
                    region,
                    "echo-native",
                    () -> {
                      NativeLocks.post(first);
                      NativeLocks.await(second);
                    })),
            new Row(
                "Semaphore, two threads",
                times,
                count -> {
                  Thread echo =
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                for (int i = 0; i < count; i++) {
                                  there.acquireUninterruptibly();
                                  back.release();
                                }
                              });
                  long nanos =
                      repeat(
                              () -> {
                                there.release();
                                back.acquireUninterruptibly();
                              })
                          .nanos(count);
                  echo.join();
                  return nanos;
                })));
  }

  private static Work pingPong(SharedRegion region, String what, Runnable once) {
    return times -> {
      Process partner = Partner.start(region, what, times);
      long nanos = repeat(once).nanos(times);
      partner.waitFor();
      return nanos;
    };
  }

  private static void contended(SharedRegion region, Arena arena) throws Exception {
    MemorySegment robust = region.memory("native-mutex", NativeLocks.BYTES);
    NativeLocks.makeMutex(robust, arena.allocate(NativeLocks.BYTES, 64));
    System.out.println("\ncontended, 1 us inside and outside");
    for (int processes : new int[] {2, 8}) {
      for (String what : List.of("contend", "contend-fair", "contend-native")) {
        List<Process> partners = new ArrayList<>();
        int times = 40_000 / processes;
        region.counter("start").set(0);
        region.counter("longest").set(0);
        for (int i = 0; i < processes; i++) {
          partners.add(Partner.start(region, what, times));
        }
        long start = System.nanoTime();
        region.counter("start").set(1);
        for (Process partner : partners) {
          partner.waitFor();
        }
        double each = (double) (System.nanoTime() - start) / ((long) times * processes);
        System.out.printf(
            "  %d processes, %-15s %10.0f ns each, longest wait %.1f ms%n",
            processes, what, each, region.counter("longest").get() / 1e6);
      }
    }
  }

  private static void killed(SharedRegion region, int times) throws Exception {
    SharedMutex mutex = region.mutex("m");
    double[] millis = new double[times];
    for (int i = 0; i < times; i++) {
      Process holder = Partner.start(region, "hold", 0);
      long[] got = new long[1];
      Thread waiter = Thread.ofPlatform().start(() -> got[0] = takeFromTheDead(mutex));
      while (region.locks().stream().noneMatch(lock -> !lock.waiters().isEmpty())) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      holder.destroyForcibly();
      waiter.join();
      millis[i] = (got[0] - start) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "%nholder killed to next holder, %d times: p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
        times, millis[times / 2], millis[(int) (times * 0.99)], millis[times - 1]);
  }

  private static long takeFromTheDead(SharedMutex mutex) {
    mutex.lock();
    try {
      long now = System.nanoTime();
      if (!mutex.ownerDied()) {
        throw new IllegalStateException("the owner did not die");
      }
      mutex.markRepaired();
      return now;
    } finally {
      mutex.unlock();
    }
  }

  private static void idle(SharedRegion region) throws Exception {
    SharedSemaphore semaphore = region.semaphore("idle", 1);
    semaphore.acquire();
    for (int i = 0; i < 1000; i++) {
      Thread.startVirtualThread(semaphore::acquireUninterruptibly);
    }
    Thread.sleep(1000);
    Duration before = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    Thread.sleep(5000);
    Duration after = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    System.out.printf(
        "%n1,000 virtual threads wait for 5 s: %d ms of CPU time%n",
        after.minus(before).toMillis());
  }

  private static void queue(SharedRegion region) throws Exception {
    SharedQueue queue = region.queue("q", 1 << 16);
    byte[] message = new byte[100];
    String python =
        """
        import sys, time, multiprocessing as m
        def take(q, n):
            for i in range(n):
                q.get()
        n = int(sys.argv[1])
        q = m.Queue(600)
        p = m.Process(target=take, args=(q, n))
        p.start()
        b = bytes(100)
        t = time.perf_counter_ns()
        for i in range(n):
            q.put(b)
        p.join()
        print(time.perf_counter_ns() - t)
        """;
    print(
        "messages of 100 bytes, one process to another",
        "ns",
        List.of(
            new Row(
                "SharedQueue",
                1_000_000,
                times -> {
                  Process partner = Partner.start(region, "take", times);
                  long start = System.nanoTime();
                  for (int i = 0; i < times; i++) {
                    queue.put(message);
                  }
                  partner.waitFor();
                  return System.nanoTime() - start;
                }),
            new Row(
                "Python multiprocessing.Queue",
                20_000,
                times -> Long.parseLong(run(python, times)))));
  }
}
