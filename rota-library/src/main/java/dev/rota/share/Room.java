package dev.rota.share;

import dev.rota.linux.Futex;
import dev.rota.share.Members.Member;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where threads of all processes wait for a lock, in the order in which they came.
 *
 * <p>In shared memory there is one slot for each process with the ticket of the first of its
 * threads that wait; the rest of the queue is the process's own affair. So what is shared can be
 * read in one go, and is put in order when a process dies by emptying its slot.
 *
 * <pre>
 *   0    tickets   the last that was drawn
 *   64   slots     of 16 bytes: ticket, 0 if nobody waits, with the lowest bit set if that thread
 *                  parks; and bell, an int, rung for it
 * </pre>
 *
 * <p>Who opens the door wakes the oldest waiter, and no other. It may be too late, or find that it
 * cannot pass; then whoever passes or opens next wakes again. A waiter that gives up wakes the
 * next, and so does whoever clears up after a dead process: a bell that rang for the dead rings
 * again for the living.
 *
 * <p>None is missed because a waiter puts its ticket up, then has the word of the lock say that
 * somebody waits, then tries, then sleeps unless its bell has rung since it last looked; and who
 * takes that note from the word either has found the slots empty since it read the word, or looks
 * for the oldest afterwards and wakes it, which then puts the note back.
 */
final class Room {

  static final long SIZE = Layout.LINE + (long) Layout.MOST_MEMBERS * 16;

  private static final int SLOT = 16;
  private static final int BELL = 8;

  private final Attachment region;
  private final Cells cells;
  private final Members members;
  private final long base;
  private final int own;

  /** Guards the queue of this process; never held while anything is waited for. */
  private final ReentrantLock gate = new ReentrantLock();

  private final Set<Waiter> queue = new LinkedHashSet<>();
  private volatile @Nullable Waiter first; // written under the gate
  private volatile boolean announced; // the word knows; written by the first, or under the gate
  private int heard; // the keeper's

  Room(Attachment region, long base) {
    this.region = region;
    this.cells = region.cells();
    this.members = region.members();
    this.base = base;
    this.own = region.own().index();
  }

  /**
   * Waits until the door was passed; false if that took too long.
   *
   * @param nanos {@link Futex#FOR_EVER}, or how long at most
   */
  boolean await(Door door, int wants, boolean interruptible, long nanos)
      throws InterruptedException {
    long start = System.nanoTime();
    boolean interrupted = false;
    boolean passed = false;
    Waiter me = enter(wants);
    try {
      while (true) {
        region.check();
        int bell = cells.getInt(slot(own) + BELL);
        if (me.equals(first) && door.tryPass(me)) {
          passed = true;
          return true;
        }
        if (interruptible && Thread.interrupted()) {
          throw new InterruptedException();
        }
        long left = nanos == Futex.FOR_EVER ? nanos : nanos - (System.nanoTime() - start);
        if (left <= 0) {
          return false;
        }
        FaultPoint.at("wait: about to sleep");
        if (me.isDirect()) {
          sleep(bell, interruptible, left);
        } else {
          park(left);
          interrupted |= !interruptible && Thread.interrupted(); // else it would park no more
        }
      }
    } finally {
      leave(me, passed, door);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Waiter enter(int wants) {
    region.enter();
    Thread thread = Thread.currentThread();
    gate.lock();
    try {
      boolean leads = queue.isEmpty();
      long ticket = cells.add(base, 1) + 1;
      Waiter me = new Waiter(thread, ticket, wants, leads && !thread.isVirtual());
      queue.add(me);
      if (leads) {
        FaultPoint.at("wait: ticket drawn");
        lead(me);
        FaultPoint.at("wait: ticket up");
      }
      return me;
    } finally {
      gate.unlock();
    }
  }

  private void lead(Waiter waiter) {
    cells.set(slot(own), waiter.ticket() << 1 | (waiter.isDirect() ? 0 : 1));
    first = waiter;
  }

  private void leave(Waiter me, boolean passed, Door door) {
    try {
      Waiter next;
      gate.lock();
      try {
        queue.remove(me);
        if (!me.equals(first)) {
          return;
        }
        next = queue.isEmpty() ? null : queue.iterator().next();
        if (next != null) {
          lead(next);
        } else {
          first = null;
          announced = false;
          cells.set(slot(own), 0);
        }
      } finally {
        gate.unlock();
      }
      FaultPoint.at("leave: ticket down");
      if (next != null && !announced) {
        LockSupport.unpark(next.thread());
      }
      if (!passed || door.isOpen()) { // it may have been woken, and nobody else
        wakeOldest();
      }
    } finally {
      region.leave();
    }
  }

  private void sleep(int bell, boolean interruptible, long nanos) {
    long place = slot(own) + BELL;
    if (interruptible) {
      Interruption.during(
          () -> cells.await(place, bell, nanos),
          () -> {
            cells.incrementInt(place);
            cells.wake(place);
          });
    } else {
      cells.await(place, bell, nanos);
    }
  }

  private void park(long nanos) {
    if (nanos == Futex.FOR_EVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }

  /** Whether the word of the lock says that somebody waits, because of this process. */
  boolean isAnnounced() {
    return announced;
  }

  /** The first of this process: the word says so now. */
  void announced() {
    announced = true;
  }

  /** The one that is to pass before any other of this process; null if none waits. */
  @Nullable Thread firstHere() {
    Waiter waiter = first;
    return waiter == null ? null : waiter.thread();
  }

  /** Whether anybody waits, in any process. */
  boolean hasWaiters() {
    return oldest(Long.MAX_VALUE) >= 0;
  }

  /** Whether nobody has waited longer. */
  boolean isOldest(Waiter waiter) {
    return oldest(waiter.ticket()) < 0;
  }

  /** Wakes who has waited longest, in whatever process. To be called after the door was opened. */
  void wakeOldest() {
    int oldest = oldest(Long.MAX_VALUE);
    if (oldest < 0) {
      return;
    }
    FaultPoint.at("wake: oldest found");
    boolean parks = (cells.get(slot(oldest)) & 1) != 0;
    cells.incrementInt(slot(oldest) + BELL);
    Waiter here = first;
    if (oldest == own && here != null && !here.isDirect()) {
      LockSupport.unpark(here.thread());
    } else if (parks) {
      members.ring(oldest);
    } else {
      cells.wake(slot(oldest) + BELL);
    }
  }

  /** The process whose ticket is the lowest, and lower than that; -1 if there is none. */
  private int oldest(long below) {
    int found = -1;
    long lowest = below;
    int count = members.count();
    for (int i = 0; i < count; i++) {
      long ticket = cells.get(slot(i)) >>> 1;
      if (ticket != 0 && ticket < lowest) {
        lowest = ticket;
        found = i;
      }
    }
    return found;
  }

  /** Whether a thread of that process waits. */
  boolean isWaiting(Member member) {
    return cells.get(slot(member.index())) != 0;
  }

  /** The keeper: the bell of this process has rung, perhaps for this room. */
  void heard() {
    int bell = cells.getInt(slot(own) + BELL);
    Waiter waiter = first;
    if (bell != heard && waiter != null && !waiter.isDirect()) {
      LockSupport.unpark(waiter.thread());
    }
    heard = bell;
  }

  /** Takes down the ticket of a dead process. */
  void clear(Member dead) {
    long ticket = cells.get(slot(dead.index()));
    if (members.isBuried(dead)) { // what was read was its ticket, and no other process's
      cells.cas(slot(dead.index()), ticket, 0);
    }
  }

  /** The region is about to be closed: has all waiters of this process look. */
  void wakeAllHere() {
    gate.lock();
    try {
      queue.forEach(waiter -> LockSupport.unpark(waiter.thread()));
      cells.incrementInt(slot(own) + BELL);
      cells.wake(slot(own) + BELL);
    } finally {
      gate.unlock();
    }
  }

  private long slot(int index) {
    return base + Layout.LINE + (long) index * SLOT;
  }
}
