package dev.rota.slice;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The platform thread of a strand that needs no inside of the JDK: while it has its turn its
 * carrier waits, and while the carrier carries others it waits. It comes down where it polls, and
 * when it ends; one that waits for something else keeps its carrier until a spare takes over.
 */
/* Synchronization: `carrier` hands the turn to and fro: the carrier sets it and waits until the
 * thread has taken it away. `turn` wakes the thread and heeds no interrupt, which is the task's. */
final class CooperativeThread extends Thread {

  private final Strand strand;
  private final Runnable body;
  private final Semaphore turn = new Semaphore(0);
  private volatile @Nullable Carrier carrier;
  private long cpuAtEnd; // published by `ended`
  private volatile boolean ended;
  private volatile OsThread os = OsThread.UNKNOWN;

  CooperativeThread(Strand strand, String name, Runnable body) {
    super(null, null, name, 0, /* inheritInheritableThreadLocals= */ true);
    this.strand = strand;
    this.body = body;
    setDaemon(true);
  }

  @Override
  public void run() {
    os = OsThread.current();
    if (strand.continuation == null) {
      strand.execute(this::carry); // started by somebody else than a carrier
    }
    turn.acquireUninterruptibly();
    try {
      body.run();
    } finally {
      cpuAtEnd = CpuClock.own(); // nobody can ask for it once the thread is gone
      ended = true;
      release();
    }
  }

  /** On the carrier, as a continuation: runs the thread until it comes down. */
  void carry() {
    Carrier own = (Carrier) Thread.currentThread();
    carrier = own;
    turn.release();
    while (carrier != null) {
      LockSupport.park(this);
    }
  }

  /** On this thread: ends its turn, and waits for the next. */
  void comeDown() {
    release();
    turn.acquireUninterruptibly();
    LockSupport.unpark(this); // the wait may have used up a permit that was meant for the task
  }

  private void release() {
    Carrier waiting = carrier;
    carrier = null;
    LockSupport.unpark(waiting);
  }

  @Nullable Carrier carrier() {
    return carrier;
  }

  boolean hasEnded() {
    return ended;
  }

  /** CPU time so far, in all when it has ended; -1 if it is not known. */
  long cpuClock() {
    long now = CpuClock.of(this);
    return ended ? cpuAtEnd : now;
  }

  OsThread os() {
    return os;
  }
}
