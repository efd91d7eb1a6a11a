package dev.rota.slice;

import dev.rota.lend.Contended;
import dev.rota.lend.Lender;
import dev.rota.lend.Lenders;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant lock for time-sliced threads, first come, first served: whoever waits for it lends
 * its turns to the one that has it.
 *
 * <pre>{@code
 * Mutex door = new Mutex();
 * pool.submit(() -> {
 *   door.lock();
 *   try {
 *     work();
 *   } finally {
 *     door.unlock();
 *   }
 * });
 * }</pre>
 *
 * <p><b>Lending.</b> With any other lock a task of a low priority, or with a small share, keeps
 * those that wait for it waiting for as long as others go before it (priority inversion). A sliced
 * thread that waits for a {@code Mutex} stays ready in the eyes of the policy. When it is its turn,
 * the thread that has the mutex computes in its stead, and the waiter pays for it with its own
 * share; along a chain of waiting threads, the one at its end computes. So the holder goes on at
 * the pace of all that wait, under every policy. When it unlocks in a turn that was lent, the rest
 * of the turn belongs to the one that lent it. Each thread's CPU time remains what it used itself.
 *
 * <p>Turns are lent between virtual threads of one {@link SlicedPool}. Any other thread can use the
 * mutex as well: platform threads, other virtual threads, tasks of another pool or of a {@linkplain
 * SlicedPool#cooperative() cooperative} one; they just wait, and are waited for. A holder that
 * sleeps or waits for something else cannot be lent turns until that is over. Threads that wait for
 * each other in a circle do so for ever, as with any lock, and lend nothing.
 *
 * <p>{@link #tryLock()} takes a free mutex also if others wait; nothing else passes them.
 *
 * <p><b>Memory effects</b> are those that {@link Lock} demands: what a thread did before it
 * unlocked is visible to the next that locks. All methods may be called by any thread.
 *
 * <p>Source: proxy execution (D. Watkins, J. Straub and D. Niehaus, Real-Time Linux Workshop,
 * 2009); the idea of inheriting is of L. Sha, R. Rajkumar and J. P. Lehoczky, "Priority Inheritance
 * Protocols", 1990.
 */
public final class Mutex implements Lock {

  private final Sync sync = new Sync();

  /** Makes one that is free. */
  public Mutex() {}

  /** The queue of those that wait; the holder is told by one word, so that it is never unknown. */
  private static final class Sync extends AbstractQueuedSynchronizer implements Contended {
    private static final long serialVersionUID = 1;
    private static final VarHandle OWNER;

    static {
      try {
        OWNER = MethodHandles.lookup().findVarHandle(Sync.class, "owner", Thread.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private transient volatile @Nullable Thread owner;
    private transient int holds; // the owner's

    @SuppressWarnings("ReferenceEquality") // a thread is itself
    boolean isOwn() {
      return owner == Thread.currentThread();
    }

    boolean take() {
      boolean taken =
          owner == null && OWNER.compareAndSet(this, (Thread) null, Thread.currentThread());
      if (taken) {
        holds = 1;
      }
      return taken;
    }

    boolean again() {
      if (!isOwn()) {
        return false;
      }
      if (holds == Integer.MAX_VALUE) {
        throw new IllegalMonitorStateException("held " + holds + " times, which is the most");
      }
      holds++;
      return true;
    }

    @Override
    protected boolean tryAcquire(int once) {
      return owner == null && !hasQueuedPredecessors() && take();
    }

    @Override
    protected boolean tryRelease(int once) {
      if (--holds > 0) {
        return false;
      }
      owner = null;
      return true;
    }

    @Override
    public @Nullable Thread holderOrNext() {
      Thread holder = owner;
      return holder != null ? holder : getFirstQueuedThread();
    }
  }

  /** Takes the mutex, and waits for it if need be; an interrupt is kept for later. */
  @Override
  public void lock() {
    if (sync.again() || sync.tryAcquire(1)) {
      return;
    }
    Lender lender = Lenders.lend(sync);
    try {
      sync.acquire(1);
    } finally {
      end(lender);
    }
  }

  /**
   * Takes the mutex, and waits for it if need be.
   *
   * @throws InterruptedException if the thread is interrupted; the mutex is not taken then
   */
  @Override
  public void lockInterruptibly() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (sync.again() || sync.tryAcquire(1)) {
      return;
    }
    Lender lender = Lenders.lend(sync);
    try {
      sync.acquireInterruptibly(1);
    } finally {
      end(lender);
    }
  }

  /**
   * Takes the mutex if it is free or the current thread has it, also if others wait.
   *
   * @return whether it was taken
   */
  @Override
  public boolean tryLock() {
    return sync.again() || sync.take();
  }

  /**
   * Takes the mutex if it can be had in time, in its turn.
   *
   * @param time how long to wait at most; 0 or less for not waiting at all
   * @param unit of {@code time}
   * @return whether it was taken
   * @throws InterruptedException if the thread is interrupted; the mutex is not taken then
   */
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    long nanos = unit.toNanos(time);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (sync.again() || sync.tryAcquire(1)) {
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    Lender lender = Lenders.lend(sync);
    try {
      return sync.tryAcquireNanos(1, nanos);
    } finally {
      end(lender);
    }
  }

  private static void end(@Nullable Lender lender) {
    if (lender != null) {
      lender.takeBack();
    }
  }

  /**
   * Gives the mutex back, once it was given back as often as it was taken. A thread that does so in
   * a turn that was lent to it gives up its carrier.
   *
   * @throws IllegalMonitorStateException if the current thread does not have it
   */
  @Override
  public void unlock() {
    if (!sync.isOwn()) {
      throw new IllegalMonitorStateException("the mutex is not held by " + Thread.currentThread());
    }
    boolean waited = sync.hasQueuedThreads();
    if (sync.release(1) && waited) {
      Lenders.gaveBack();
    }
  }

  /**
   * Not there.
   *
   * @return never
   * @throws UnsupportedOperationException always
   */
  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("a Mutex has no conditions");
  }

  /**
   * Whether the current thread has the mutex.
   *
   * @return whether it does
   */
  public boolean isHeldByCurrentThread() {
    return sync.isOwn();
  }

  /**
   * Whether anybody has the mutex; may be past when it is known.
   *
   * @return whether a thread does
   */
  public boolean isLocked() {
    return sync.owner != null;
  }

  @Override
  public String toString() {
    Thread owner = sync.owner;
    return owner == null ? "Mutex[free]" : "Mutex[held by " + owner + "]";
  }
}
