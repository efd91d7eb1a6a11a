package dev.rota.checks.lincheck;

import dev.rota.share.SharedMutex;
import dev.rota.share.SharedRegion;
import org.jetbrains.lincheck.datastructures.Operation;

/** A mutex in shared memory before a count that is not atomic. */
public class SharedMutexLincheck {

  private static final SharedMutex MUTEX = SharedRegion.anonymous(1 << 16).mutex("mutex");

  private final SharedMutex mutex = MUTEX;
  private int count;

  /** What was counted, without the present one. */
  @Operation
  public int count() {
    while (!mutex.tryLock()) {
      Thread.onSpinWait();
    }
    try {
      return count++;
    } finally {
      mutex.unlock();
    }
  }

  /** What one thread would see. */
  public static final class Model {
    private int count;

    /** As of the mutex. */
    public int count() {
      return count++;
    }
  }
}
