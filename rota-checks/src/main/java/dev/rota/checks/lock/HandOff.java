package dev.rota.checks.lock;

import static dev.rota.checks.lock.Rounds.repeat;

import dev.rota.checks.lock.Rounds.Row;
import dev.rota.checks.lock.Rounds.Work;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Semaphore;

/** There and back between two that both block: two hand-offs. */
final class HandOff implements Part {

  private static final int TIMES = 20_000;

  @Override
  public void measure(SharedRegion region) throws Exception {
    SharedSemaphore ping = region.unownedSemaphore("ping", 0);
    SharedSemaphore pong = region.unownedSemaphore("pong", 0);
    MemorySegment first = region.memory("native", 2 * NativeLocks.BYTES);
    MemorySegment second = first.asSlice(NativeLocks.BYTES);
    NativeLocks.makeSemaphore(first, 0);
    NativeLocks.makeSemaphore(second, 0);
    Rounds.print(
        "there and back between two that block",
        Rounds.available(
            new Row("Semaphore, two threads", TIMES, HandOff::threads),
            new Row(
                "SharedSemaphore, two processes",
                TIMES,
                processes(region, "echo-shared", ping, pong)),
            new Row(
                "sem_t by FFM, two processes",
                TIMES,
                pingPong(
                    region,
                    "echo-native",
                    () -> {
                      NativeLocks.post(first);
                      NativeLocks.await(second);
                    })),
            Python.row("multiprocessing.Semaphore", 5000, PYTHON)));
  }

  private static Work processes(
      SharedRegion region, String what, SharedSemaphore ping, SharedSemaphore pong) {
    return pingPong(
        region,
        what,
        () -> {
          ping.release();
          pong.acquireUninterruptibly();
        });
  }

  /** The partner warms up with it before the time is taken. */
  private static Work pingPong(SharedRegion region, String what, Runnable once) {
    return times -> {
      Process partner = Partner.start(region, what, 2 * times);
      long _ = repeat(once).nanos(times);
      long nanos = repeat(once).nanos(times);
      partner.waitFor();
      return nanos;
    };
  }

  private static long threads(int times) throws Exception {
    Semaphore ping = new Semaphore(0);
    Semaphore pong = new Semaphore(0);
    Thread echo =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < times; i++) {
                    ping.acquireUninterruptibly();
                    pong.release();
                  }
                });
    Runnable once =
        () -> {
          ping.release();
          pong.acquireUninterruptibly();
        };
    long nanos = repeat(once).nanos(times);
    echo.join();
    return nanos;
  }

  private static final String PYTHON =
      """
      import sys, time, multiprocessing as m
      def echo(a, b, n):
          for i in range(n):
              a.acquire()
              b.release()
      n = int(sys.argv[1])
      a, b = m.Semaphore(0), m.Semaphore(0)
      p = m.Process(target=echo, args=(a, b, n))
      p.start()
      a.release()
      b.acquire()
      t = time.perf_counter_ns()
      for i in range(n - 1):
          a.release()
          b.acquire()
      print(time.perf_counter_ns() - t)
      p.join()
      """;
}
