package dev.rota.slice;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Marks slices as over at a fixed rate, and records how long the one thread that runs woven code
 * takes to notice.
 */
public final class Ticks {
  private final long[] delays = new long[1 << 16];
  private final AtomicInteger count = new AtomicInteger();
  private volatile long marked;

  private Ticks() {}

  /** Starts to tick, for the life of the JVM. */
  public static Ticks every(Duration period) {
    var ticks = new Ticks();
    Poll.hook(ticks::noticed);
    Thread.ofPlatform().daemon().name("ticker").start(() -> ticks.run(period.toNanos()));
    return ticks;
  }

  private void run(long period) {
    while (true) {
      LockSupport.parkNanos(period);
      if (!Poll.due) {
        marked = System.nanoTime();
        Poll.due = true;
      }
    }
  }

  private void noticed() {
    long delay = System.nanoTime() - marked;
    Poll.due = false;
    delays[count.getAndIncrement() & (delays.length - 1)] = delay;
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
