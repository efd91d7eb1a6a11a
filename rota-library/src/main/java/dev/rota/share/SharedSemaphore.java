package dev.rota.share;

import static dev.rota.share.Permits.WAITED;

import dev.rota.linux.Futex;
import dev.rota.share.Members.Member;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;

/**
 * Permits that all threads of all processes that have a {@link SharedRegion} share: platform
 * threads, virtual threads and processes in any mix. It is a value that can travel, as {@link
 * SharedMutex}.
 *
 * <p><b>Owned</b> permits belong to the process whose thread took them: only that process can
 * release them, from any of its threads, and when it ends, however it ends, they come back at once,
 * each exactly once. There can be up to 32767.
 *
 * <p>Permits of an {@linkplain SharedRegion#unownedSemaphore unowned} semaphore are nobody's:
 * anybody releases any number of them, as with {@link java.util.concurrent.Semaphore}, whose
 * semantics it has in full; a process that ends with some takes them with it.
 *
 * <p><b>Order.</b> With a fair semaphore, threads get permits in the order in which they began to
 * wait, whatever process they are in; who wants many is not passed by who wants few. Of another one
 * a thread that comes at the right moment takes them at once. {@link #tryAcquire()} never waits,
 * and passes those who do.
 *
 * <p><b>Memory effects</b>: what happens before a release happens before what follows an acquire
 * that it made possible, also what is written to the region in one process and read in another.
 *
 * <p><b>Errors.</b> {@link IllegalMonitorStateException} when a process releases owned permits that
 * it does not have; {@link RegionException} once the region is closed, which also lets waiters go,
 * and gives back what the process has.
 */
public final class SharedSemaphore implements Serializable {

  private final transient Attachment region;
  private final transient Cells cells;
  private final transient Room room;
  private final transient Permits permits;
  private final transient Door door = new OwnDoor();
  private final transient Spin spin = new Spin();
  private final transient long word;
  private final transient String name;
  private final transient boolean owned;
  private final transient boolean fair;

  static final long SIZE = Layout.LINE + Room.SIZE + OwnedPermits.SIZE;

  SharedSemaphore(Attachment region, long place, String name, boolean owned, boolean fair) {
    this.region = region;
    this.cells = region.cells();
    this.room = region.room(place + Layout.LINE);
    this.permits =
        owned
            ? new OwnedPermits(region, place, place + Layout.LINE + Room.SIZE)
            : new UnownedPermits();
    this.word = place;
    this.name = name;
    this.owned = owned;
    this.fair = fair;
  }

  /**
   * A semaphore that lies in a region of its own, with permits that are nobody's; not fair. Others
   * have it if it is sent to them. That region is there as long as a process has it that has not
   * ended, and takes 100 KiB: for many of them make one {@link SharedRegion}.
   *
   * @param permits at first; may be negative
   * @return the semaphore, whose name is {@code unowned}
   * @throws RegionException if there is no room, or the system does not allow it
   */
  public static SharedSemaphore unowned(int permits) {
    return SharedRegion.anonymous(SIZE).unownedSemaphore("unowned", permits);
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
   * Whether permits are had in the order in which threads came.
   *
   * @return whether it is fair
   */
  public boolean isFair() {
    return fair;
  }

  /**
   * Whether permits belong to the process that took them.
   *
   * @return whether they do; false if they are nobody's
   */
  public boolean isOwned() {
    return owned;
  }

  /**
   * Takes a permit, and waits for it if need be.
   *
   * @throws InterruptedException if the thread is interrupted; nothing is taken then
   * @throws RegionException if the region is closed, also while this waits
   */
  public void acquire() throws InterruptedException {
    acquire(1);
  }

  /**
   * Takes permits, all of them at once, and waits if need be.
   *
   * @param count how many, 0 or more
   * @throws InterruptedException if the thread is interrupted; nothing is taken then
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws RegionException if the region is closed, also while this waits
   */
  public void acquire(int count) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    acquire(count, true, Futex.FOR_EVER);
  }

  /**
   * Takes a permit, and waits for it if need be; an interrupt is kept for later.
   *
   * @throws RegionException if the region is closed, also while this waits
   */
  public void acquireUninterruptibly() {
    acquireUninterruptibly(1);
  }

  /**
   * Takes permits, all of them at once, and waits if need be; an interrupt is kept for later.
   *
   * @param count how many, 0 or more
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws RegionException if the region is closed, also while this waits
   */
  public void acquireUninterruptibly(int count) {
    try {
      acquire(count, false, Futex.FOR_EVER);
    } catch (InterruptedException e) {
      throw new AssertionError(e); // was not asked for
    }
  }

  /**
   * Takes a permit if there is one now.
   *
   * @return whether it was taken
   */
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /**
   * Takes permits if there are so many now.
   *
   * @param count how many, 0 or more
   * @return whether they were taken
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public boolean tryAcquire(int count) {
    return tryTake(checked(count), true);
  }

  /**
   * Takes a permit if there is one in time; of a fair semaphore in its turn.
   *
   * @param time how long to wait at most; 0 or less for not waiting at all
   * @param unit of {@code time}
   * @return whether it was taken; false if there was none for that long
   * @throws InterruptedException if the thread is interrupted; nothing is taken then
   * @throws RegionException if the region is closed, also while this waits
   */
  public boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException {
    return tryAcquire(1, time, unit);
  }

  /**
   * Takes permits, all of them at once, if there are so many in time; of a fair semaphore in their
   * turn.
   *
   * @param count how many, 0 or more
   * @param time how long to wait at most; 0 or less for not waiting at all
   * @param unit of {@code time}
   * @return whether they were taken; false if they were not to be had for that long
   * @throws InterruptedException if the thread is interrupted; nothing is taken then
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws RegionException if the region is closed, also while this waits
   */
  public boolean tryAcquire(int count, long time, TimeUnit unit) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return acquire(count, true, unit.toNanos(time));
  }

  private boolean acquire(int count, boolean interruptible, long nanos)
      throws InterruptedException {
    return tryTake(checked(count), !fair)
        || (nanos > 0
            && ((!fair && spin.until(() -> tryTake(count, true)))
                || room.await(door, count, interruptible, nanos)));
  }

  private static int checked(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be 0 or more, not " + count);
    }
    return count;
  }

  private boolean tryTake(int count, boolean passingOthers) {
    while (true) {
      long now = cells.get(word);
      if (permits.available(now) < count || (!passingOthers && (now & WAITED) != 0)) {
        return false;
      }
      if (replace(now, permits.changed(now, -count))) {
        FaultPoint.at("acquire: taken");
        return true;
      }
    }
  }

  private boolean replace(long from, long to) {
    return from != to && cells.cas(word, from, to);
  }

  /** Not a method of the semaphore's own, which is public. */
  private final class OwnDoor implements Door {

    @Override
    public boolean tryPass(Waiter waiter) {
      while (true) {
        long now = cells.get(word);
        if (permits.available(now) >= waiter.wants() && (!fair || room.isOldest(waiter))) {
          long next = permits.changed(now, -waiter.wants());
          if (next != now && cells.cas(word, now, next | (fair ? 0 : WAITED))) {
            FaultPoint.at("acquire: taken after waiting");
            return true;
          }
        } else if (room.isAnnounced() && (now & WAITED) != 0) {
          return false;
        } else if (replace(now, permits.changed(now, 0) | WAITED)) {
          FaultPoint.at("wait: announced");
          room.announced(); // and look again
        }
      }
    }

    /** Or the note is gone: whoever took it may have woken the one that leaves, and nobody else. */
    @Override
    public boolean isOpen() {
      long now = cells.get(word);
      return permits.available(now) > 0 || (now & WAITED) == 0;
    }
  }

  /**
   * Gives a permit back.
   *
   * @throws IllegalMonitorStateException if permits are owned, and this process has none
   */
  public void release() {
    release(1);
  }

  /**
   * Gives permits back.
   *
   * @param count how many, 0 or more
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws IllegalMonitorStateException if they are owned, and this process has fewer
   * @throws Error if they are nobody's, and would be more than {@link Integer#MAX_VALUE}
   */
  public void release(int count) {
    checked(count);
    while (true) {
      long now = cells.get(word);
      boolean waited = (now & WAITED) != 0 && (!fair || room.hasWaiters());
      long next = permits.changed(now, count);
      if (replace(now, (waited && fair) || next == now ? next : next & ~WAITED)) {
        FaultPoint.at("release: given back");
        if (waited) {
          room.wakeOldest();
        }
        return;
      }
    }
  }

  /**
   * How many can be taken; may be past when it is known.
   *
   * @return how many; negative if they are nobody's and so many are missing
   */
  public int availablePermits() {
    return permits.available(cells.get(word));
  }

  /**
   * How many this process has; 0 if they are not owned.
   *
   * @return 0 to 32767
   */
  public int heldPermits() {
    return permits.held();
  }

  /**
   * Takes all that can be taken now, and says how many those were.
   *
   * @return how many; negative if so many were missing, which are made up for then
   */
  public int drainPermits() {
    while (true) {
      long now = cells.get(word);
      int available = permits.available(now);
      if (available == 0 || replace(now, permits.changed(now, -available))) {
        return available;
      }
    }
  }

  /** Clears up after a process that is buried; see {@link Recoverable}. */
  void recover(Member dead) {
    room.clear(dead);
    permits.takeBack(dead);
    room.wakeOldest(); // the dead may have been woken, or been about to wake another
  }

  Permits permits() {
    return permits;
  }

  Room room() {
    return room;
  }

  private Object writeReplace() {
    return ObjectHandle.of(region, word);
  }

  @Override
  public String toString() {
    return "SharedSemaphore[" + name + "]";
  }
}
