package dev.rota.share;

import dev.rota.linux.Futex;
import dev.rota.share.Members.Member;
import dev.rota.share.RegionException.Reason;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue of messages, first in, first out, between all threads of all processes that have a {@link
 * SharedRegion}; any number of them put and take. It is bounded: who puts into a full one waits. It
 * can travel, as {@link SharedMutex}.
 *
 * <p>A message is there as soon as {@code put} has returned, and not before: of a process that is
 * killed on the way the message is whole or not there. One that is killed while it takes has either
 * left the message to the next or taken it along; it is never seen half or twice by those who live.
 * Nobody waits for the dead.
 *
 * <p>A message takes its length and up to 11 bytes. The memory effects are those of a {@link
 * java.util.concurrent.BlockingQueue}. Once the region is closed everything throws {@link
 * RegionException}, which also lets waiters go.
 */
public final class SharedQueue implements Serializable {

  /*
   * The positions of both ends, which only grow, the words that say that somebody waits, two
   * mutexes, two rooms, and the messages, each with its length in front. Who holds the mutex of an
   * end moves that end's position, as the last thing that it does. So there is nothing to repair.
   */
  private static final long HEAD = 0;
  private static final long TAIL = Layout.LINE;
  private static final long NOT_EMPTY = 2 * Layout.LINE;
  private static final long NOT_FULL = 3 * Layout.LINE;
  private static final long TAKERS = 4 * Layout.LINE;
  private static final long PUTTERS = TAKERS + SharedMutex.SIZE;
  private static final long EMPTY_ROOM = PUTTERS + SharedMutex.SIZE;
  private static final long FULL_ROOM = EMPTY_ROOM + Room.SIZE;
  private static final long MESSAGES = FULL_ROOM + Room.SIZE;

  private static final int LENGTH_BYTES = 8;

  private final transient Attachment region;
  private final transient Cells cells;
  private final transient SharedMutex takers;
  private final transient SharedMutex putters;
  private final transient Signal notEmpty;
  private final transient Signal notFull;
  private final transient long place;
  private final transient long capacity;
  private final transient String name;

  /** How much memory a queue of that capacity takes. */
  static long size(long capacity) {
    return MESSAGES + capacity;
  }

  SharedQueue(Attachment region, Directory.Entry entry) {
    this.region = region;
    this.cells = region.cells();
    this.place = entry.place();
    this.capacity = entry.parameter();
    this.name = entry.name();
    this.takers = new SharedMutex(region, place + TAKERS, name + " (takers)", false);
    this.putters = new SharedMutex(region, place + PUTTERS, name + " (putters)", false);
    this.notEmpty =
        new Signal(region, place + NOT_EMPTY, place + EMPTY_ROOM, bytes -> used() >= bytes);
    this.notFull =
        new Signal(region, place + NOT_FULL, place + FULL_ROOM, bytes -> free() >= bytes);
  }

  /**
   * Appends a message, and waits for room if need be.
   *
   * @param message 0 to {@link #capacity()} - 8 bytes, which are copied
   * @throws InterruptedException if the thread is interrupted; nothing is appended then
   * @throws IllegalArgumentException if the message is longer than this queue can ever hold
   * @throws RegionException if the region is closed, also while this waits
   */
  public void put(byte[] message) throws InterruptedException {
    offer(message, Futex.FOR_EVER);
  }

  /**
   * Appends a message if there is room for it in time.
   *
   * @param message 0 to {@link #capacity()} - 8 bytes, which are copied
   * @param time how long to wait at most; 0 or less for not waiting at all
   * @param unit of {@code time}
   * @return whether it was appended; false if there was no room for that long, or others who put
   *     were in the way
   * @throws InterruptedException if the thread is interrupted; nothing is appended then
   * @throws IllegalArgumentException if the message is longer than this queue can ever hold
   * @throws RegionException if the region is closed, also while this waits
   */
  public boolean offer(byte[] message, long time, TimeUnit unit) throws InterruptedException {
    return offer(message, unit.toNanos(time));
  }

  private boolean offer(byte[] message, long nanos) throws InterruptedException {
    long bytes = LENGTH_BYTES + padded(message.length);
    if (bytes > capacity) {
      throw new IllegalArgumentException(
          "a message can have "
              + (capacity - LENGTH_BYTES)
              + " bytes in this queue, not "
              + message.length);
    }
    long start = System.nanoTime();
    if (!enter(putters, nanos)) {
      return false;
    }
    try {
      if (free() < bytes && !notFull.await((int) bytes, left(nanos, start))) {
        return false;
      }
      long tail = cells.get(place + TAIL);
      cells.set(at(tail), message.length);
      copyIn(tail + LENGTH_BYTES, message);
      FaultPoint.at("put: copied");
      cells.set(place + TAIL, tail + bytes);
      FaultPoint.at("put: there");
    } finally {
      putters.unlock();
    }
    notEmpty.send();
    return true;
  }

  /**
   * Removes the first message, and waits for one if need be.
   *
   * @return the message
   * @throws InterruptedException if the thread is interrupted; nothing is removed then
   * @throws RegionException if the region is closed, also while this waits, or the queue has been
   *     damaged
   */
  public byte[] take() throws InterruptedException {
    byte[] message = poll(Futex.FOR_EVER);
    if (message == null) {
      throw new AssertionError("waited for ever");
    }
    return message;
  }

  /**
   * Removes the first message if there is one in time.
   *
   * @param time how long to wait at most; 0 or less for not waiting at all
   * @param unit of {@code time}
   * @return the message; null if there was none for that long, or others who take were in the way
   * @throws InterruptedException if the thread is interrupted; nothing is removed then
   * @throws RegionException if the region is closed, also while this waits, or the queue has been
   *     damaged
   */
  public byte @Nullable [] poll(long time, TimeUnit unit) throws InterruptedException {
    return poll(unit.toNanos(time));
  }

  private byte @Nullable [] poll(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    if (!enter(takers, nanos)) {
      return null;
    }
    byte[] message;
    try {
      if (used() == 0 && !notEmpty.await(LENGTH_BYTES, left(nanos, start))) {
        return null;
      }
      long head = cells.get(place + HEAD);
      message = new byte[checkedLength(cells.get(at(head)))];
      copyOut(head + LENGTH_BYTES, message);
      FaultPoint.at("take: copied");
      cells.set(place + HEAD, head + LENGTH_BYTES + padded(message.length));
      FaultPoint.at("take: gone");
    } finally {
      takers.unlock();
    }
    notFull.send();
    return message;
  }

  private static boolean enter(SharedMutex end, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!end.tryLock() && !end.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    if (end.ownerDied()) {
      end.markRepaired(); // it has moved the position or it has not
    }
    return true;
  }

  private static long left(long nanos, long start) {
    return nanos == Futex.FOR_EVER ? nanos : nanos - (System.nanoTime() - start);
  }

  private int checkedLength(long length) {
    if (length < 0 || LENGTH_BYTES + padded(length) > used()) {
      throw new RegionException(
          Reason.CORRUPT, "queue " + name + " has been damaged: a message of " + length + " bytes");
    }
    return (int) length;
  }

  private long used() {
    long head = cells.get(place + HEAD); // first, so that it is not past the tail
    return cells.get(place + TAIL) - head;
  }

  private long free() {
    return capacity - used();
  }

  /**
   * How many bytes the messages take that are there; may be past when it is known.
   *
   * @return 0 to {@link #capacity()}; for each message its length, rounded up to 8, and 8
   */
  public long usedBytes() {
    return used();
  }

  /**
   * How many bytes all messages can take.
   *
   * @return what was asked for, rounded up to 8
   */
  public long capacity() {
    return capacity;
  }

  /**
   * Its name in the region.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  private static long padded(long length) {
    return (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }

  private long at(long position) {
    return place + MESSAGES + position % capacity;
  }

  private void copyIn(long position, byte[] message) {
    int first = untilEnd(position, message.length);
    cells.copyIn(message, 0, at(position), first);
    cells.copyIn(message, first, place + MESSAGES, message.length - first);
  }

  private void copyOut(long position, byte[] message) {
    int first = untilEnd(position, message.length);
    cells.copyOut(at(position), message, 0, first);
    cells.copyOut(place + MESSAGES, message, first, message.length - first);
  }

  private int untilEnd(long position, int length) {
    return (int) Math.min(length, capacity - position % capacity);
  }

  /** Clears up after a process that is buried; see {@link Recoverable}. */
  void recover(Member dead) {
    takers.recover(dead);
    putters.recover(dead);
    notEmpty.recover(dead);
    notFull.recover(dead);
  }

  SharedMutex takers() {
    return takers;
  }

  SharedMutex putters() {
    return putters;
  }

  private Object writeReplace() {
    return ObjectHandle.of(region, place);
  }

  @Override
  public String toString() {
    return "SharedQueue[" + name + "]";
  }
}
