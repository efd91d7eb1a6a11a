package dev.rota.share;

import dev.rota.share.Members.Member;
import java.util.function.LongPredicate;

/**
 * Waiting for something that lies in shared memory to become so, and telling who waits. One thread
 * waits at a time: the one that holds the mutex of an end of a queue.
 *
 * <p>The word says in bit 0 that somebody waits, and above how often that was said. Who tells takes
 * the note away, so that a waiter that is on its way is not told again.
 */
final class Signal implements Door {

  private static final long WAITED = 1;
  private static final long CHANGE = 2;

  private final Cells cells;
  private final Room room;
  private final long word;
  private final LongPredicate isSo;

  private volatile long wanted = 1; // written by the one that waits

  /** The predicate is asked with what the waiter wants. */
  Signal(Attachment region, long word, long roomPlace, LongPredicate isSo) {
    this.cells = region.cells();
    this.room = region.room(roomPlace);
    this.word = word;
    this.isSo = isSo;
  }

  /** Waits until it is so; false if that took too long. */
  boolean await(int wants, long nanos) throws InterruptedException {
    wanted = wants;
    return nanos > 0 && room.await(this, wants, true, nanos);
  }

  @Override
  public boolean tryPass(Waiter waiter) {
    while (!isSo.test(waiter.wants())) {
      long now = cells.get(word);
      if ((now & WAITED) != 0) {
        return isSo.test(waiter.wants());
      }
      if (cells.cas(word, now, now + CHANGE | WAITED)) {
        FaultPoint.at("signal: announced");
        room.announced();
      }
    }
    return true;
  }

  @Override
  public boolean isOpen() {
    return isSo.test(wanted);
  }

  /** It may be so now: tells who waits. */
  void send() {
    long now = cells.get(word);
    while ((now & WAITED) != 0) {
      if (cells.cas(word, now, now + CHANGE & ~WAITED)) {
        FaultPoint.at("signal: taken");
        room.wakeOldest();
        return;
      }
      now = cells.get(word);
    }
  }

  /** Clears up after a process that is buried. */
  void recover(Member dead) {
    room.clear(dead);
    room.wakeOldest(); // the dead may have been about to
  }
}
