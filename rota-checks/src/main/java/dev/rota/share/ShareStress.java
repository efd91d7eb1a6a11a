package dev.rota.share;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Threads of one process that meet in the locks and the queue of a region. All states share them:
 * what a state has of its own is guarded by a lock that others use as well.
 */
@NullMarked
public final class ShareStress {

  private static final SharedRegion REGION = SharedRegion.anonymous(1 << 18);
  private static final SharedMutex MUTEX = REGION.mutex("mutex");
  private static final SharedMutex FAIR = REGION.mutex("fair", true);
  private static final SharedSemaphore OWNED = REGION.semaphore("owned", 1);
  private static final SharedSemaphore UNOWNED = REGION.unownedSemaphore("unowned", 1);
  private static final SharedQueue QUEUE = REGION.queue("queue", 1 << 12);
  private static final int MOST_BYTES = 100;

  private ShareStress() {}

  /** A number that two threads count up, not atomically. */
  public abstract static class Counted {

    private int count;

    final void count() {
      int before = count;
      count = before + 1;
    }

    /** How much was lost, and nobody holds what guards it any more. */
    final int lost() {
      return 2 - count;
    }
  }

  /** Two threads take the mutex. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both at once, or one did not see the other's work")
  @State
  public static class TwoInTheMutex extends Counted {

    /** One. */
    @Actor
    public void one() {
      add();
    }

    /** The other. */
    @Actor
    public void other() {
      add();
    }

    private void add() {
      MUTEX.lock();
      try {
        count();
      } finally {
        MUTEX.unlock();
      }
    }

    /** When both are done. */
    @Arbiter
    public void end(I_Result result) {
      result.r1 = lost();
    }
  }

  /** Two threads take the fair mutex. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both at once, or one did not see the other's work")
  @State
  public static class TwoInTheFairMutex extends Counted {

    /** One. */
    @Actor
    public void one() {
      add();
    }

    /** The other. */
    @Actor
    public void other() {
      add();
    }

    private void add() {
      FAIR.lock();
      try {
        count();
      } finally {
        FAIR.unlock();
      }
    }

    /** When both are done. */
    @Arbiter
    public void end(I_Result result) {
      result.r1 = lost();
    }
  }

  /** Two threads take the only permit, of an owned semaphore and of one that is not. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both at once, or one did not see the other's work")
  @State
  public static class TwoWithThePermit {

    private final OwnCount owned = new OwnCount();
    private final OwnCount unowned = new OwnCount();

    /** One. */
    @Actor
    public void one() {
      add(OWNED, owned);
      add(UNOWNED, unowned);
    }

    /** The other. */
    @Actor
    public void other() {
      add(OWNED, owned);
      add(UNOWNED, unowned);
    }

    private static void add(SharedSemaphore semaphore, Counted counted) {
      semaphore.acquireUninterruptibly();
      counted.count();
      semaphore.release();
    }

    /** When both are done. */
    @Arbiter
    public void end(II_Result result) {
      result.r1 = owned.lost();
      result.r2 = unowned.lost();
    }
  }

  private static final class OwnCount extends Counted {}

  /** One puts a message while another takes one: whose that is does not matter. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the message is whole")
  @Outcome(expect = Expect.FORBIDDEN, desc = "bytes of another message, or of none")
  @State
  public static class MessagesMeet {

    private static final AtomicInteger NEXT = new AtomicInteger();

    /** Who puts. */
    @Actor
    public void put() {
      putOne();
    }

    /** Who takes. */
    @Actor
    public void take(I_Result result) {
      result.r1 = takeOne();
    }

    private static void putOne() {
      int length = 1 + (NEXT.incrementAndGet() & Integer.MAX_VALUE) % MOST_BYTES;
      byte[] message = new byte[length];
      Arrays.fill(message, (byte) length); // what lay there before is another message's
      try {
        QUEUE.put(message);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** How many bytes are wrong. */
    private static int takeOne() {
      try {
        byte[] message = QUEUE.take();
        int wrong = 0;
        for (byte value : message) {
          wrong += value == (byte) message.length ? 0 : 1;
        }
        return wrong;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
