package dev.rota.checks.slices;

import com.sun.management.OperatingSystemMXBean;
import dev.rota.slice.SlicedPool;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * What a thread costs: to create, to switch, to keep. Times are CPU time of the whole process,
 * which a busy machine hardly changes.
 */
final class ThreadCosts {

  private static final Duration QUANTUM = Duration.ofMillis(10);
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private ThreadCosts() {}

  /** To create a thread, run it and see it end, in ns; a thousand at a time. */
  static double creation(Kind kind, int batches) throws Exception {
    int batch = kind == Kind.PLATFORM ? 100 : 1_000;
    try (Kind.Maker maker = kind.maker(2, QUANTUM)) {
      long begin = cpuNanos();
      for (int i = 0; i < batches; i++) {
        CountDownLatch ended = new CountDownLatch(batch);
        for (int k = 0; k < batch; k++) {
          maker.start(ended::countDown);
        }
        ended.await();
      }
      return (cpuNanos() - begin) / ((double) batches * batch);
    }
  }

  /** From one to the next of so many threads that only yield, on one carrier, in ns. */
  static double yielding(int threads, int yields) throws Exception {
    try (SlicedPool pool = SlicedPool.builder().workers(1).quantum(QUANTUM).build()) {
      return yielding(pool, threads, yields);
    }
  }

  /** The same in a pool of one carrier. */
  static double yielding(SlicedPool pool, int threads, int yields) throws Exception {
    int each = yields / threads;
    CountDownLatch ready = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = pool.threadFactory().newThread(() -> giveWay(ready, each));
      all.add(thread);
      thread.start();
    }
    long begin = cpuNanos();
    ready.countDown();
    for (Thread thread : all) {
      thread.join();
    }
    return (cpuNanos() - begin) / ((double) each * threads);
  }

  @SuppressWarnings("ThreadPriorityCheck") // what is measured
  private static void giveWay(CountDownLatch ready, int times) {
    await(ready);
    for (int i = 0; i < times; i++) {
      Thread.yield();
    }
  }

  /** Of this process. */
  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From one to the other of two threads that wake each other by turns, in ns. */
  static double handOff(Kind kind, int rounds) throws Exception {
    try (Kind.Maker maker = kind.maker(1, QUANTUM)) {
      Semaphore ping = new Semaphore(0);
      Semaphore pong = new Semaphore(0);
      long begin = cpuNanos();
      Thread one = maker.start(() -> bounce(ping, pong, rounds));
      Thread other = maker.start(() -> bounce(pong, ping, rounds));
      ping.release();
      one.join();
      other.join();
      return (cpuNanos() - begin) / (2.0 * rounds);
    }
  }

  private static void bounce(Semaphore mine, Semaphore yours, int rounds) {
    for (int i = 0; i < rounds; i++) {
      mine.acquireUninterruptibly();
      yours.release();
    }
  }

  /** Heap of a thread that is parked, in bytes. */
  static double parked(Kind kind, int threads) throws Exception {
    try (Kind.Maker maker = kind.maker(2, QUANTUM)) {
      boolean[] enough = new boolean[1];
      List<Thread> all = new ArrayList<>(threads);
      CountDownLatch begun = new CountDownLatch(threads);
      Runnable body = () -> sleep(begun, enough);
      long before = usedHeap();
      for (int i = 0; i < threads; i++) {
        all.add(maker.start(body));
      }
      begun.await();
      for (Thread thread : all) {
        while (thread.getState() != Thread.State.WAITING) {
          Thread.sleep(1);
        }
      }
      double each = (usedHeap() - before) / (double) threads;
      enough[0] = true;
      all.forEach(LockSupport::unpark);
      for (Thread thread : all) {
        thread.join();
      }
      return each;
    }
  }

  private static void sleep(CountDownLatch begun, boolean[] enough) {
    begun.countDown();
    while (!enough[0]) {
      LockSupport.park();
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
