package dev.rota.checks.lock;

import dev.rota.share.Looks;
import dev.rota.share.SharedLong;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A thousand virtual threads that wait in each of two processes: what that costs while nothing
 * happens, whether another virtual thread still gets a carrier, and who wakes for a permit.
 */
final class Waiting implements Part {

  private static final int THREADS = 1000;
  private static final long IDLE_MILLIS = 5000;

  @Override
  public void measure(SharedRegion region) throws Exception {
    SharedSemaphore semaphore = region.semaphore("permits", 2 * THREADS);
    semaphore.acquire(2 * THREADS);
    Process idle = Partner.start(region, "wait-for-nothing", 0);
    Process local = Partner.start(region, "wait-here", THREADS);
    List<Process> shared =
        List.of(
            Partner.startCounting(region, "wait-shared", THREADS),
            Partner.startCounting(region, "wait-shared", THREADS));
    System.out.println("\n" + THREADS + " virtual threads wait in each process");
    idle(idle, local, shared);
    for (Process process : shared) {
      System.out.println("  another virtual thread ran after " + ask(process, "virtual") + " us");
    }
    wake(region, semaphore, shared);
    System.out.println("  Semaphore in one process: " + ask(local, "wake"));
    for (Process process : List.of(idle, local, shared.get(0), shared.get(1))) {
      process.destroyForcibly().waitFor();
    }
  }

  private static void idle(Process idle, Process local, List<Process> shared) throws Exception {
    List<Process> all = List.of(idle, local, shared.get(0), shared.get(1));
    long[] before = new long[all.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = cpuNanos(all.get(i).pid());
    }
    Thread.sleep(IDLE_MILLIS);
    List<String> names =
        List.of("a JVM that does nothing", "Semaphore", "SharedSemaphore", "SharedSemaphore");
    for (int i = 0; i < before.length; i++) {
      double percent = (cpuNanos(all.get(i).pid()) - before[i]) / (IDLE_MILLIS * 1e6) * 100;
      System.out.printf("  %-28s %.2f %% of a processor%n", names.get(i), percent);
    }
  }

  private static void wake(SharedRegion region, SharedSemaphore semaphore, List<Process> shared)
      throws Exception {
    SharedLong took = region.counter("took");
    SharedLong looks = region.counter("looks");
    long looked = looks.get();
    long switches = 0;
    for (Process process : shared) {
      switches -= switches(process.pid());
    }
    for (int i = 0; i < 2 * THREADS; i++) {
      semaphore.release();
      while (took.get() <= i) {
        Thread.onSpinWait();
      }
    }
    for (Process process : shared) {
      switches += switches(process.pid());
    }
    System.out.printf(
        "  SharedSemaphore, released one by one: %.3f looked in vain, %.2f switches of threads"
            + " each%n",
        (double) (looks.get() - looked) / (2 * THREADS), (double) switches / (2 * THREADS));
  }

  private static String ask(Process process, String what) throws IOException {
    process.outputWriter().write(what + "\n");
    process.outputWriter().flush();
    return process.inputReader().readLine();
  }

  /** What each of the processes does. */
  static void run(SharedRegion region, String how, int threads) throws Exception {
    Semaphore local = new Semaphore(0);
    AtomicLong tookHere = new AtomicLong();
    if (how.equals("shared")) {
      SharedSemaphore semaphore = region.semaphore("permits", 2 * threads);
      SharedLong took = region.counter("took");
      SharedLong looks = region.counter("looks");
      AtomicLong looksHere = new AtomicLong();
      Looks.inVain(
          () -> {
            looksHere.incrementAndGet();
            looks.increment();
          });
      start(
          threads,
          () -> {
            semaphore.acquireUninterruptibly();
            took.increment();
          });
      while (looksHere.get() < threads) {
        Thread.sleep(1);
      }
    } else {
      start(
          threads,
          () -> {
            local.acquireUninterruptibly();
            tookHere.incrementAndGet();
          });
      while (local.getQueueLength() < threads) {
        Thread.sleep(1);
      }
    }
    TimeUnit.SECONDS.sleep(1); // compilers come to rest
    Partner.ready();
    String line;
    while ((line = Partner.line()) != null) {
      System.out.println(line.equals("virtual") ? virtualMicros() : wake(local, tookHere, threads));
    }
  }

  private static void start(int threads, Runnable wait) {
    for (int i = 0; i < threads; i++) {
      Thread.ofVirtual().start(wait);
    }
  }

  private static long virtualMicros() throws InterruptedException {
    long start = System.nanoTime();
    long[] ran = new long[1];
    Thread.ofVirtual().start(() -> ran[0] = System.nanoTime()).join();
    return (ran[0] - start) / 1000;
  }

  private static String wake(Semaphore local, AtomicLong took, int threads) throws IOException {
    long pid = ProcessHandle.current().pid();
    long before = switches(pid);
    for (int i = 0; i < threads; i++) {
      local.release();
      while (took.get() <= i) {
        Thread.onSpinWait();
      }
    }
    return "%.2f switches of threads each".formatted((double) (switches(pid) - before) / threads);
  }

  private static long cpuNanos(long pid) throws IOException {
    return sum(pid, "schedstat", line -> Long.parseLong(line.substring(0, line.indexOf(' '))));
  }

  /** How often its threads have gone to sleep. */
  private static long switches(long pid) throws IOException {
    String key = "voluntary_ctxt_switches:";
    return sum(
        pid,
        "status",
        line -> line.startsWith(key) ? Long.parseLong(line.substring(key.length()).strip()) : 0);
  }

  private interface Reading {
    long of(String line);
  }

  private static long sum(long pid, String file, Reading reading) throws IOException {
    long sum = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks.toList()) {
        for (String line : Files.readAllLines(task.resolve(file))) {
          sum += reading.of(line);
        }
      }
    }
    return sum;
  }
}
