package dev.rota.share;

import dev.rota.share.Members.Member;

/**
 * Permits of which is known how many each process has.
 *
 * <p>Two numbers have to change as one: how many permits there are, and how many the process has.
 * So the second is in the word as well, for the process that changed it last; of all others it is
 * in a table. Whoever changes the word on behalf of another process first copies the number of the
 * last one to its place in the table. Until the word has changed that copy counts for nothing, so
 * it does no harm if several make it, or one dies on the way. A process that is alone never touches
 * the table.
 *
 * <pre>
 *   0   somebody waits
 *   1   available     15 bits
 *   16  held          15 bits, by the process that changed the word last
 *   31  process       8 bits
 *   39  changes       25 bits, so that no word is like another
 *
 *   the table: for each process its number, and above 16 bits the changes when it was copied
 * </pre>
 *
 * <p>Changes go round after 33 million; a thread would have to be stopped for exactly that long, at
 * one of two instructions, to be deceived.
 */
final class OwnedPermits implements Permits {

  /** There cannot be more. */
  static final int MOST = (1 << 15) - 1;

  static final long SIZE = (long) Layout.MOST_MEMBERS * Long.BYTES;

  private static final int AVAILABLE_SHIFT = 1;
  private static final int HELD_SHIFT = 16;
  private static final int PROCESS_SHIFT = 31;
  private static final int CHANGES_SHIFT = 39;
  private static final int TABLE_SHIFT = 16;

  private final Cells cells;
  private final Members members;
  private final int own;
  private final long word;
  private final long table;

  OwnedPermits(Attachment region, long word, long table) {
    this.cells = region.cells();
    this.members = region.members();
    this.own = region.own().index();
    this.word = word;
    this.table = table;
  }

  /** The word at first. */
  static long initial(int permits) {
    return (long) permits << AVAILABLE_SHIFT;
  }

  @Override
  public int available(long now) {
    return (int) (now >>> AVAILABLE_SHIFT) & MOST;
  }

  private static int heldByLast(long now) {
    return (int) (now >>> HELD_SHIFT) & MOST;
  }

  private static int last(long now) {
    return (int) (now >>> PROCESS_SHIFT) & (Layout.MOST_MEMBERS - 1);
  }

  @Override
  public long changed(long now, int more) {
    if (last(now) != own && !copyLast(now)) {
      return now;
    }
    int held = held(now, own);
    if (more > held) {
      if (cells.get(word) != now) {
        return now;
      }
      throw new IllegalMonitorStateException(
          "this process gives back " + more + " permits, and has " + held);
    }
    return with(now, available(now) + more, held - more, own);
  }

  /** The number that the word has for the process that changed it last, to the table. */
  private boolean copyLast(long now) {
    long place = place(last(now));
    long there = cells.get(place);
    long copy = now >>> CHANGES_SHIFT << TABLE_SHIFT | heldByLast(now);
    if (there == copy) {
      return true;
    }
    if (cells.get(word) != now) {
      return false; // what was there may be newer than the word that was read
    }
    FaultPoint.at("permits: about to copy");
    boolean copied = cells.cas(place, there, copy);
    FaultPoint.at("permits: copied");
    return copied;
  }

  private int held(long now, int index) {
    return last(now) == index ? heldByLast(now) : (int) cells.get(place(index)) & MOST;
  }

  private static long with(long now, int available, int held, int process) {
    long changes = (now >>> CHANGES_SHIFT) + 1;
    return changes << CHANGES_SHIFT
        | (long) process << PROCESS_SHIFT
        | (long) held << HELD_SHIFT
        | (long) available << AVAILABLE_SHIFT
        | (now & WAITED);
  }

  @Override
  public void takeBack(Member dead) {
    while (true) {
      long now = cells.get(word);
      if (!members.isBuried(dead)) {
        return; // another has done it; what is counted there may be a new process's
      }
      if (last(now) != dead.index() && !copyLast(now)) {
        continue;
      }
      int held = held(now, dead.index());
      if (held == 0 && cells.get(word) == now) {
        return;
      }
      if (cells.cas(word, now, with(now, available(now) + held, 0, dead.index()))) {
        FaultPoint.at("recover: permits back");
        return;
      }
    }
  }

  @Override
  public int held() {
    return held(own);
  }

  @Override
  public int held(int index) {
    while (true) {
      long now = cells.get(word);
      int held = held(now, index);
      if (cells.get(word) == now) {
        return held;
      }
    }
  }

  private long place(int index) {
    return table + (long) index * Long.BYTES;
  }
}
