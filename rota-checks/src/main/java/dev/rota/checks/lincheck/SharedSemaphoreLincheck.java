package dev.rota.checks.lincheck;

import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Permits in shared memory, taken and given back by threads that do not wait. */
@Param(name = "count", gen = IntGen.class, conf = "1:2")
public class SharedSemaphoreLincheck {

  static final int PERMITS = 3;

  private static final SharedSemaphore SEMAPHORE =
      SharedRegion.anonymous(1 << 16).unownedSemaphore("permits", PERMITS);

  private final SharedSemaphore semaphore = SEMAPHORE;

  /** The memory stays from one run to the next: it is put back to how it begins. */
  public SharedSemaphoreLincheck() {
    semaphore.drainPermits();
    semaphore.release(PERMITS);
  }

  /** Takes so many if there are so many. */
  @Operation
  public boolean tryAcquire(@Param(name = "count") int count) {
    return semaphore.tryAcquire(count);
  }

  /** Gives so many. */
  @Operation
  public void release(@Param(name = "count") int count) {
    semaphore.release(count);
  }

  /** Takes all. */
  @Operation
  public int drain() {
    return semaphore.drainPermits();
  }

  /** How many there are. */
  @Operation
  public int available() {
    return semaphore.availablePermits();
  }

  /** What one thread would see. */
  public static final class Model {
    private int permits = PERMITS;

    /** As of the semaphore. */
    public boolean tryAcquire(int count) {
      if (permits < count) {
        return false;
      }
      permits -= count;
      return true;
    }

    /** As of the semaphore. */
    public void release(int count) {
      permits += count;
    }

    /** As of the semaphore. */
    public int drain() {
      int all = permits;
      permits = 0;
      return all;
    }

    /** As of the semaphore. */
    public int available() {
      return permits;
    }
  }
}
