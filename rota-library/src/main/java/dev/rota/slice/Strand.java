package dev.rota.slice;

import dev.rota.lend.Contended;
import dev.rota.lend.Lender;
import dev.rota.lend.Lenders;
import dev.rota.schedule.Schedulable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread as the scheduler sees it: what the policy orders, the account of the CPU time it
 * uses, and the executor to which the JDK gives its continuation whenever it can run. All in one
 * object, as there may be a million.
 *
 * <pre>
 *  HELD --> READY <--------> RUNNING --> ENDED
 *             ^                 |
 *             +---- WAITING <---+
 * </pre>
 */
/* Synchronization: all but what is said below belongs to the scheduler's lock. `continuation` is
 * written once, before the strand is made ready or by the carrier that starts it, and read by who
 * wakes the thread: the JDK's own state of the thread orders the two. `whole` and `owed` are the
 * strand's own thread's. `turns` is written under the lock while the strand is not mounted, so that
 * it may read it. */
final class Strand extends Schedulable implements Executor, Lender {

  static {
    Lenders.are(Strand::of);
  }

  enum State {
    HELD,
    READY,
    RUNNING,
    WAITING,
    ENDED
  }

  private final Scheduler scheduler;
  private final Terms terms;
  final @Nullable SlicedTask<?> task; // null for threads that are no tasks of the pool
  State state = State.HELD; // of its claim to turns, which the policy knows
  State own = State.WAITING; // of its thread; another one only while turns are lent
  boolean woken; // while its last turn is not settled yet
  boolean abandoned;
  boolean deaf; // in its last turn that was to end, it ran on
  short whole; // how many sections it is in that must not be cut
  byte owed; // the mark that such a section has kept off
  int turns;
  long overcharged; // what was charged ahead, by the clock on the wall, and not used
  long credit; // of its claim with the policy: the same, less what its thread used in no turn
  @Nullable Loan loan; // while it waits for a mutex
  @Nullable Loan parked; // claims of others that look again when it can run
  volatile @Nullable Thread thread;
  @Nullable Runnable continuation;
  @Nullable Strand before; // in the list in which it is
  @Nullable Strand behind;

  Strand(Scheduler scheduler, long order, Terms terms, @Nullable SlicedTask<?> task) {
    super(order);
    this.scheduler = scheduler;
    this.terms = terms;
    this.task = task;
  }

  /** Called by the JDK: the thread can run, for the first time or again. */
  @SuppressWarnings("ReferenceEquality") // each thread has one continuation, and is told by it
  @Override
  public void execute(Runnable ready) {
    if (Thread.currentThread() instanceof Carrier carrier && carrier.strand() == this) {
      if (continuation == null) {
        continuation = ready; // its carrier is just starting it
        return;
      }
      if (continuation == ready) {
        carrier.runsAgain(); // it yielded, or was woken before it was off
        return;
      }
    }
    if (continuation == ready) {
      scheduler.wake(this);
    } else if (continuation == null) {
      continuation = ready;
      scheduler.arrive(this);
    } else {
      adopt(ready);
    }
  }

  /** A thread that this one has started inherits its executor; it gets an account of its own. */
  private void adopt(Runnable ready) {
    Strand child = scheduler.newStrand(terms, null);
    Thread started = VirtualThreads.of(ready);
    child.thread = started;
    child.continuation = ready;
    VirtualThreads.reschedule(started, child);
    scheduler.arrive(child);
  }

  boolean serves(Scheduler other) {
    return scheduler == other;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** Whether its thread could be mounted. */
  boolean canRun() {
    return own == State.READY;
  }

  /** What its turns are lent for; null if it does not wait for a mutex. */
  @Nullable Loan lends() {
    return own == State.WAITING ? loan : null;
  }

  @Override
  public boolean lend(Contended lock) {
    return scheduler.begin(new Loan(this, lock));
  }

  @Override
  public void takeBack() {
    scheduler.end(this);
  }

  @Override
  public void gaveBack() {
    scheduler.gaveBack(this);
    Poll.poll();
  }

  /** The strand of a virtual thread; null if it is not sliced. */
  static @Nullable Strand of(Thread thread) {
    return thread.isVirtual() && VirtualThreads.scheduler(thread) instanceof Strand strand
        ? strand
        : null;
  }

  /** Whether the thread has ended, for the carrier from which it just came down. */
  boolean hasEnded() {
    Thread own = thread;
    return own == null || (own instanceof CooperativeThread one ? one.hasEnded() : !own.isAlive());
  }

  void charge(long nanos) {
    used(nanos);
  }

  @Override
  public String share() {
    return terms.share();
  }

  @Override
  public double weight() {
    return terms.weight();
  }

  @Override
  public int priority() {
    return terms.priority();
  }

  @Override
  public long expectedNanos() {
    return terms.expectedNanos();
  }
}
