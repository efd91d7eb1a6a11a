package dev.rota.checks.slices;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/** Two mutexes that are taken in this order, or one of them; counts who is inside. */
final class MutexPair {
  private final Lock one;
  private final Lock other;
  private int inOne; // how many have it
  private int inOther;
  private volatile boolean broken;

  MutexPair(Lock one, Lock other) {
    this.one = one;
    this.other = other;
  }

  /** Whether two had the same at once. */
  boolean isBroken() {
    return broken;
  }

  void contend(Random random) throws InterruptedException {
    boolean first = random.nextBoolean();
    Lock mutex = first ? one : other;
    if (random.nextInt(3) == 0) {
      if (!mutex.tryLock(random.nextInt(2_000), TimeUnit.MICROSECONDS)) {
        return;
      }
    } else {
      mutex.lockInterruptibly();
    }
    try {
      if (first) {
        inOne(random);
      } else {
        inOther(random.nextInt(500), random.nextBoolean());
      }
    } finally {
      mutex.unlock();
    }
  }

  private void inOne(Random random) {
    broken |= inOne++ != 0;
    Deed.spin(random.nextInt(500), random.nextBoolean());
    if (random.nextBoolean()) {
      hold(random.nextInt(100));
    }
    inOne--;
  }

  void hold(int micros) {
    other.lock();
    try {
      inOther(micros, true);
    } finally {
      other.unlock();
    }
  }

  private void inOther(int micros, boolean polls) {
    broken |= inOther++ != 0;
    Deed.spin(micros, polls);
    inOther--;
  }
}
