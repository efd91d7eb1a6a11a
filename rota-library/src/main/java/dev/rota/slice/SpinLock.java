package dev.rota.slice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for a few hundred nanoseconds. Who waits spins, and lets other threads of its processor go
 * first after a while, as the holder may be one of them.
 *
 * <p>It is no lock of the JDK because schedulers of virtual threads must not use those: who waits
 * for such a lock on a virtual thread is unmounted, which is the scheduler's own business; and one
 * that is held by a task that was preempted would stop the only code that can let the task go on.
 * The holder of this lock is never preempted: the policy that runs under it may be woven, or call
 * what is, but a carrier heeds no poll as long as it is in such a lock, of whatever pool.
 *
 * <p>Not reentrant.
 */
final class SpinLock {

  private static final int SPINS = 100;
  private static final VarHandle HELD;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile boolean held;

  void lock() {
    Carrier here = Carrier.current();
    if (here != null) {
      here.entersLock();
    }
    if (!HELD.compareAndSet(this, false, true)) {
      spin();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint and no more
  private void spin() {
    int spins = 0;
    do {
      while (held) {
        if (++spins % SPINS == 0 && !Thread.currentThread().isVirtual()) {
          Thread.yield(); // a virtual thread is pinned here, and cannot
        }
        Thread.onSpinWait();
      }
    } while (!HELD.compareAndSet(this, false, true));
  }

  void unlock() {
    Carrier here = Carrier.current(); // the same, as nothing moved the thread
    if (here != null) {
      here.leavesLock();
    }
    held = false;
  }
}
