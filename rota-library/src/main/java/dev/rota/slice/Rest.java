package dev.rota.slice;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The rest of a carrier that finds nothing to do: it dozes for a while, then sleeps. Whoever has
 * work for it ends the rest, and need not wake it as long as it dozes.
 */
/* Synchronization: from AWAKE to DOZING under the scheduler's lock, by the carrier, in the hold in
 * which it found nothing; back to AWAKE under the lock by whoever took it from the idle; from DOZING
 * to ASLEEP by the carrier, by compare-and-set. So either the carrier sees that its rest is over, or
 * who ends it sees that it sleeps. */
final class Rest {

  private static final int AWAKE = 0;
  private static final int DOZING = 1;
  private static final int ASLEEP = 2;

  /** To wake a thread costs as much. */
  private static final long DOZE_NANOS = 20_000;

  private final AtomicInteger state = new AtomicInteger(AWAKE);

  /** For the carrier, under the lock. */
  void begin() {
    state.set(DOZING);
  }

  /** Under the lock; true if the carrier must be unparked then. */
  boolean end() {
    return state.getAndSet(AWAKE) == ASLEEP;
  }

  /** For the carrier: false if its rest is over. */
  boolean fallAsleep() {
    return state.compareAndSet(DOZING, ASLEEP);
  }

  /** For the carrier, without the lock: returns when its rest is over. */
  void await(LongSupplier clock) {
    long end = clock.getAsLong() + DOZE_NANOS;
    while (state.get() == DOZING && clock.getAsLong() - end < 0) {
      Thread.onSpinWait();
    }
    if (fallAsleep()) {
      while (state.get() == ASLEEP) {
        LockSupport.park(this);
      }
    }
  }
}
