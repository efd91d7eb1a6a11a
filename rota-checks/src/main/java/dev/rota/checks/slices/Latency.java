package dev.rota.checks.slices;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A task of 50 microseconds each millisecond beside hogs: how many of them are answered before the
 * next is due, and how long they take.
 *
 * @param answered of those asked, 0 to 1
 * @param p50 in microseconds
 * @param p99 in microseconds
 * @param max in microseconds
 */
record Latency(double answered, double p50, double p99, double max) {

  private static final int CARRIERS = 2;
  private static final Duration QUICK = Duration.ofNanos(50_000);
  private static final Duration PERIOD = Duration.ofMillis(1);

  /** What the hogs do. */
  enum Hogs {
    /** Polls, as woven code does. */
    POLLING,
    /** The same, but one of them is in code of the JDK for about a second at a time. */
    ONE_IN_THE_JDK
  }

  static Latency measure(Kind kind, Duration quantum, int hogs, Hogs what, int asked)
      throws Exception {
    long steps = Work.stepsIn(QUICK.toNanos() / 1_000);
    AtomicBoolean enough = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    try (Kind.Maker maker = kind.maker(CARRIERS, quantum)) {
      for (int i = 0; i < hogs; i++) {
        boolean inJdk = i == 0 && what == Hogs.ONE_IN_THE_JDK;
        threads.add(
            maker.start(
                () -> {
                  if (inJdk) {
                    BigNumbers.until(enough::get);
                  } else {
                    Work.until(enough::get);
                  }
                }));
      }
      Thread.sleep(300);
      long[] times = ask(maker, steps, asked);
      enough.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      return of(times, asked);
    }
  }

  /** The times of those that were answered in the period of the run, in ns, ascending. */
  private static long[] ask(Kind.Maker maker, long steps, int asked) throws InterruptedException {
    long[] times = new long[asked];
    AtomicInteger answered = new AtomicInteger();
    Thread asker =
        maker.start(
            () -> {
              for (int i = 0; i < asked; i++) {
                long due = System.nanoTime() + PERIOD.toNanos();
                long begin = System.nanoTime();
                Work.steps(steps);
                times[answered.getAndIncrement()] = System.nanoTime() - begin;
                LockSupport.parkNanos(due - System.nanoTime());
                times[answered.get() - 1] += Math.max(0, System.nanoTime() - due);
              }
            });
    asker.join(asked * PERIOD.toMillis());
    long[] seen = Arrays.copyOf(times, answered.get());
    asker.join(10_000);
    Arrays.sort(seen);
    return seen;
  }

  private static Latency of(long[] times, int asked) {
    return times.length == 0
        ? new Latency(0, Double.NaN, Double.NaN, Double.NaN)
        : new Latency(
            times.length / (double) asked,
            times[times.length / 2] / 1e3,
            times[(int) (times.length * 0.99)] / 1e3,
            times[times.length - 1] / 1e3);
  }
}
