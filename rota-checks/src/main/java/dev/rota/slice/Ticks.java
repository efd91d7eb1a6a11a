package dev.rota.slice;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Marks slices as over at a fixed rate, and records how much CPU time the thread that runs woven
 * code takes to notice: what it takes while other processes have the CPU is not the weaver's.
 */
public final class Ticks {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** A ticker that was away for longer between reading the clock and marking knows nothing. */
  private static final Duration TRUSTED = Duration.ofNanos(20_000);

  private static final long NONE = -1;

  private final long thread;
  private final long[] delays = new long[1 << 16];
  private final AtomicInteger count = new AtomicInteger();

  /** The watched thread's CPU time when it was marked. */
  private volatile long marked;

  /** What the last mark took to be noticed. */
  private volatile long noticed = NONE;

  private Ticks(long thread) {
    this.thread = thread;
  }

  /** Starts to tick for a thread, for the life of the JVM. */
  public static Ticks of(Thread thread, Duration period) {
    var ticks = new Ticks(thread.threadId());
    Poll.hook(ticks::notice);
    Thread.ofPlatform().daemon().name("ticker").start(() -> ticks.run(period.toNanos()));
    return ticks;
  }

  private void run(long period) {
    boolean trusted = false;
    while (true) {
      LockSupport.parkNanos(period);
      if (!Poll.due) {
        if (trusted && noticed != NONE) {
          delays[count.getAndIncrement() & (delays.length - 1)] = noticed;
        }
        noticed = NONE;
        trusted = mark();
      }
    }
  }

  private boolean mark() {
    long before = System.nanoTime();
    marked = THREADS.getThreadCpuTime(thread);
    Poll.due = true;
    return System.nanoTime() - before < TRUSTED.toNanos();
  }

  private void notice() {
    if (Thread.currentThread().threadId() != thread) {
      return; // others may poll, too
    }
    noticed = THREADS.getCurrentThreadCpuTime() - marked;
    Poll.due = false;
  }

  /** Forgets what was recorded so far. */
  public void forget() {
    count.set(0);
  }

  /** The delays recorded, in ns, in ascending order. */
  public long[] delays() {
    long[] recorded = Arrays.copyOf(delays, Math.min(count.get(), delays.length));
    Arrays.sort(recorded);
    return recorded;
  }
}
