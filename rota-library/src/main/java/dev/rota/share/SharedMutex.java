package dev.rota.share;

import dev.rota.lend.Contended;
import dev.rota.lend.Lender;
import dev.rota.lend.Lenders;
import dev.rota.linux.Futex;
import dev.rota.share.Members.Member;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant lock between all threads of all processes that have a {@link SharedRegion}: platform
 * threads, virtual threads and processes in any mix. It is a value that can travel: a task that
 * captures it, or gets it as an argument, locks the same mutex in its worker.
 *
 * <pre>{@code
 * SharedMutex door = region.mutex("door");
 * pool.submit(() -> {
 *   door.lock();
 *   try {
 *     if (door.ownerDied()) {
 *       repair();
 *       door.markRepaired();
 *     }
 *     work();
 *   } finally {
 *     door.unlock();
 *   }
 * });
 * }</pre>
 *
 * <p><b>When a holder dies.</b> If the process that holds the mutex ends, however it ends, the next
 * thread to take it finds {@link #ownerDied()} true: what the mutex guards may be half done. It
 * puts that in order and calls {@link #markRepaired()}; if it unlocks without, the mutex becomes
 * unusable and every attempt to take it throws {@link UnusableException}, as with POSIX robust
 * mutexes. If it dies itself, the next one is told. A <em>thread</em> that ends without unlocking
 * keeps the mutex locked, as with all locks of Java.
 *
 * <p><b>Order.</b> A fair mutex is taken in the order in which threads began to wait, whatever
 * process they are in. Of another one a thread that comes at the right moment takes it at once,
 * which costs less. {@link #tryLock()} never waits, and takes a free mutex also if others wait.
 *
 * <p><b>Lending.</b> A thread of a {@code SlicedPool} that waits lends its turns to the thread that
 * has the mutex, or is to be the next of its process, if that is one of the same pool; as with the
 * pool's own {@code Mutex}. So a task with a small share, or a low priority, that has what others
 * wait for goes on at their pace. To other pools, threads and processes nothing is lent: when those
 * run is up to their schedulers and the kernel. From the moment that one of the pool has the mutex
 * after them, it is lent to.
 *
 * <p><b>Memory effects</b> are those that {@link Lock} demands, also for what is written to the
 * region by one process and read by another.
 *
 * <p><b>Errors.</b> {@link IllegalMonitorStateException} when a thread unlocks that does not hold
 * it; {@link RegionException} once the region is closed, which also lets waiters go. A region that
 * is closed gives up what its process holds as if the process had died.
 *
 * <p>The state is one word that is changed by compare and set; nobody who takes or releases a free
 * mutex enters the kernel. The word names its owner by a place in a table of processes, after the
 * robust futexes of Linux, but without their list of held locks, which belongs to a kernel's thread
 * and not to a virtual one. Waiting is a futex of one's own, in the order of tickets.
 */
public final class SharedMutex implements Lock, Serializable {

  static final long SIZE = Layout.LINE + Room.SIZE;

  /*
   * The word. A fair mutex keeps the note that somebody waits as long as somebody does, so that
   * nobody passes. How often waiters have announced themselves is there so that the word changes
   * when they do: who takes the note away must have seen all that put it there.
   *
   * Of another mutex whoever gives it back takes the note away and wakes one; who takes it until
   * that one has come wakes nobody. The one that was woken has to put the note back, for those
   * behind it: with the word as its own if it gets it, else before it sleeps again. If it does
   * neither, because it gives up or dies, the next one is woken in its stead.
   *
   *   0   somebody waits
   *   1   the owner died, and what the mutex guards is not repaired
   *   2   unusable
   *   3   held
   *   8   the owner's place in the table of members (8 bits) and generation (24 bits)
   *   40  announcements
   */
  private static final long WAITED = 1;
  private static final long DIED = 1 << 1;
  private static final long UNUSABLE = 1 << 2;
  private static final long HELD = 1 << 3;
  private static final int OWNER_SHIFT = 8;
  private static final int GENERATION_SHIFT = 16;
  private static final int ANNOUNCEMENTS_SHIFT = 40;
  private static final long OWNER =
      ((1L << ANNOUNCEMENTS_SHIFT) - 1) >>> OWNER_SHIFT << OWNER_SHIFT | HELD;

  private final transient Attachment region;
  private final transient Cells cells;
  private final transient Room room;
  private final transient Door door = new OwnDoor();
  private final transient Contended contended = this::holderOrNextHere;
  private final transient Spin spin = new Spin();
  private final transient long word;
  private final transient long mine; // the word if this process holds it and nothing else is to say
  private final transient String name;
  private final transient boolean fair;

  private transient @Nullable Thread owner; // written by the holder only; schedulers read it, too
  private transient int holds; // the same

  SharedMutex(Attachment region, long place, String name, boolean fair) {
    this.region = region;
    this.cells = region.cells();
    this.room = region.room(place + Layout.LINE);
    this.word = place;
    this.mine = heldBy(region.own());
    this.name = name;
    this.fair = fair;
  }

  private static long heldBy(Member member) {
    return HELD
        | (long) member.index() << OWNER_SHIFT
        | (long) member.generation() << GENERATION_SHIFT;
  }

  /**
   * Its name in the region.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Whether it is taken in the order in which threads came.
   *
   * @return whether it is fair
   */
  public boolean isFair() {
    return fair;
  }

  /**
   * Takes the mutex, and waits for it if need be; an interrupt is kept for later.
   *
   * @throws UnusableException if it is unusable
   * @throws RegionException if the region is closed, also while this waits
   */
  @Override
  public void lock() {
    Thread current = Thread.currentThread();
    if (cells.cas(word, 0, mine)) {
      FaultPoint.at("lock: taken");
      owner = current;
      holds = 1;
      return;
    }
    try {
      lockSlowly(current, false, Futex.FOR_EVER);
    } catch (InterruptedException e) {
      throw new AssertionError(e); // was not asked for
    }
  }

  /**
   * Takes the mutex, and waits for it if need be.
   *
   * @throws InterruptedException if the thread is interrupted; the mutex is not taken then
   * @throws UnusableException if it is unusable
   * @throws RegionException if the region is closed, also while this waits
   */
  @Override
  public void lockInterruptibly() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    lockSlowly(Thread.currentThread(), true, Futex.FOR_EVER);
  }

  /**
   * Takes the mutex if it is free or the current thread has it, also if others wait.
   *
   * @return whether it was taken
   * @throws UnusableException if it is unusable
   * @throws RegionException if the region is closed
   */
  @Override
  public boolean tryLock() {
    Thread current = Thread.currentThread();
    return again(current) || (tryTake(true) && taken(current));
  }

  /**
   * Takes the mutex if it can be had in time; a fair one in its turn.
   *
   * @param time how long to wait at most; 0 or less for not waiting at all
   * @param unit of {@code time}
   * @return whether it was taken
   * @throws InterruptedException if the thread is interrupted; the mutex is not taken then
   * @throws UnusableException if it is unusable
   * @throws RegionException if the region is closed, also while this waits
   */
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return lockSlowly(Thread.currentThread(), true, unit.toNanos(time));
  }

  private boolean lockSlowly(Thread current, boolean interruptible, long nanos)
      throws InterruptedException {
    return again(current)
        || ((tryTake(!fair)
                || (nanos > 0
                    && ((!fair && spin.until(() -> tryTake(true))) || await(interruptible, nanos))))
            && taken(current));
  }

  /** A thread that takes turns lends them meanwhile. */
  private boolean await(boolean interruptible, long nanos) throws InterruptedException {
    Lender lender = Lenders.lend(contended);
    try {
      return room.await(door, 1, interruptible, nanos);
    } finally {
      if (lender != null) {
        lender.takeBack();
      }
    }
  }

  /**
   * For schedulers, who need not know before the holder has come down from its carrier. The memory
   * of the region is not asked, as it may be gone.
   */
  private @Nullable Thread holderOrNextHere() {
    Thread holder = owner;
    return holder != null ? holder : room.firstHere();
  }

  @SuppressWarnings("ReferenceEquality") // a thread is itself
  private boolean again(Thread current) {
    if (owner != current) {
      return false;
    }
    region.check();
    if (holds == Integer.MAX_VALUE) {
      throw new IllegalMonitorStateException("held " + holds + " times, which is the most");
    }
    holds++;
    return true;
  }

  private boolean taken(Thread current) {
    owner = current;
    holds = 1;
    return true;
  }

  /** Takes it if it is free; unless others wait and this one may not pass them. */
  private boolean tryTake(boolean passingOthers) {
    while (true) {
      long now = cells.get(word);
      checkUsable(now);
      if ((now & HELD) != 0 || (!passingOthers && (now & WAITED) != 0)) {
        return false;
      }
      if (cells.cas(word, now, now | mine)) {
        FaultPoint.at("lock: taken");
        return true;
      }
    }
  }

  private void checkUsable(long now) {
    if ((now & UNUSABLE) != 0) {
      throw new UnusableException(name);
    }
  }

  /** Not a method of the mutex's own, which is public. */
  private final class OwnDoor implements Door {

    @Override
    public boolean tryPass(Waiter waiter) {
      while (true) {
        long now = cells.get(word);
        checkUsable(now);
        if ((now & HELD) == 0 && (!fair || room.isOldest(waiter))) {
          if (cells.cas(word, now, now | mine | (fair ? 0 : WAITED))) {
            FaultPoint.at("lock: taken after waiting");
            return taken(waiter.thread()); // before it leaves the room, where it may have to wait
          }
        } else if (room.isAnnounced() && (now & WAITED) != 0) {
          return false;
        } else if (cells.cas(word, now, (now | WAITED) + (1L << ANNOUNCEMENTS_SHIFT))) {
          FaultPoint.at("wait: announced");
          room.announced(); // and look again
        }
      }
    }

    @Override
    public boolean isOpen() {
      long now = cells.get(word);
      return (now & HELD) == 0 || (now & UNUSABLE) != 0;
    }
  }

  /**
   * Gives the mutex back, once it was given back as often as it was taken.
   *
   * @throws IllegalMonitorStateException if the current thread does not hold it
   * @throws RegionException if the region is closed
   */
  @Override
  public void unlock() {
    checkHeld();
    if (holds > 1) {
      holds--;
      return;
    }
    owner = null;
    if (!cells.cas(word, mine, 0)) {
      unlockSlowly();
    }
    if (room.firstHere() != null) {
      Lenders.gaveBack();
    }
  }

  private void unlockSlowly() {
    while (true) {
      long now = cells.get(word);
      boolean waited = (now & WAITED) != 0 && (!fair || room.hasWaiters());
      long note = waited && fair ? WAITED : 0;
      long free = (now & DIED) != 0 ? UNUSABLE | note : note != 0 ? now & ~OWNER : 0;
      if (cells.cas(word, now, free)) {
        FaultPoint.at("unlock: free");
        if (waited) {
          room.wakeOldest();
        }
        return;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // a thread is itself
  private void checkHeld() {
    if (owner != Thread.currentThread()) {
      throw new IllegalMonitorStateException(
          "mutex " + name + " is not held by " + Thread.currentThread());
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
    throw new UnsupportedOperationException("a SharedMutex has no conditions");
  }

  /**
   * Whether the current thread holds the mutex.
   *
   * @return whether it does
   */
  @SuppressWarnings("ReferenceEquality") // a thread is itself
  public boolean isHeldByCurrentThread() {
    return owner == Thread.currentThread();
  }

  /**
   * Whether anybody holds the mutex; may be past when it is known.
   *
   * @return whether a thread of any process does
   */
  public boolean isLocked() {
    return (cells.get(word) & HELD) != 0;
  }

  /**
   * Whether the current thread holds the mutex and the one before died holding it, and what it
   * guards was not marked repaired since.
   *
   * @return whether that is so; false if the current thread does not hold it
   */
  public boolean ownerDied() {
    return isHeldByCurrentThread() && (cells.get(word) & DIED) != 0;
  }

  /**
   * Says that what the mutex guards is in order again.
   *
   * @throws IllegalMonitorStateException if the current thread does not hold the mutex
   */
  public void markRepaired() {
    checkHeld();
    long now = cells.get(word);
    while (!cells.cas(word, now, now & ~DIED)) {
      now = cells.get(word);
    }
  }

  /** Clears up after a process that is buried; see {@link Recoverable}. */
  void recover(Member dead) {
    room.clear(dead);
    long now = cells.get(word);
    while ((now & OWNER) == heldBy(dead)) {
      if (cells.cas(word, now, (now & ~OWNER) | DIED)) {
        FaultPoint.at("recover: free");
      }
      now = cells.get(word);
    }
    room.wakeOldest(); // the dead may have been woken, or been about to wake another
  }

  /** The process that holds it, null if none does. */
  @Nullable Member holder() {
    long now = cells.get(word);
    int index = (int) (now >>> OWNER_SHIFT) & (Layout.MOST_MEMBERS - 1);
    int generation = (int) (now >>> GENERATION_SHIFT) & Members.GENERATION_MASK;
    return (now & HELD) == 0 ? null : new Member(index, generation);
  }

  Room room() {
    return room;
  }

  private Object writeReplace() {
    return ObjectHandle.of(region, word);
  }

  @Override
  public String toString() {
    return "SharedMutex[" + name + "]";
  }
}
