package dev.rota.share;

import dev.rota.linux.Futex;
import dev.rota.linux.ProcessIdentity;
import dev.rota.share.RegionException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The processes that have a region: the table that words of locks point into with an index and a
 * generation. An entry says which process it is; that is written before the entry counts, and who
 * has acted upon it checks that it still counts.
 *
 * <pre>
 *   0   state       generation, and one of FREE, LIVE, DEAD
 *   8   process     its start and its number, see ProcessIdentity
 *   16  namespace
 *   24  bell        int, rung for the process's keeper
 *
 *            join               bury              clear
 *   FREE g  ------> LIVE g ------------> DEAD g ---------> FREE g+1
 * </pre>
 *
 * <p>Processes join one at a time, under the lock on the folder of names. Whoever finds a process
 * dead buries it, clears what it had, and then its entry; several may do so at once.
 */
final class Members {

  private static final int FREE = 0;
  private static final int LIVE = 1;
  private static final int DEAD = 2;
  private static final int STATE_BITS = 2;

  private static final int PROCESS = 8;
  private static final int NAMESPACE = 16;
  private static final int BELL = 24;

  private static final int PID_BITS = 22; // the most that Linux has

  /** Generations are as many as a word of a mutex has room for. */
  static final int GENERATION_MASK = (1 << 24) - 1;

  private final Cells cells;

  /** A process that has the region: its place in the table and which process of those there. */
  record Member(int index, int generation) {}

  Members(Cells cells) {
    this.cells = cells;
  }

  /** Enters a process; the caller has the lock on the folder of names. */
  Member join(ProcessIdentity process) {
    for (int i = 0; i < Layout.MOST_MEMBERS; i++) {
      long state = cells.get(at(i));
      if (kind(state) == FREE) {
        cells.set(at(i) + PROCESS, packed(process));
        cells.set(at(i) + NAMESPACE, process.namespace());
        cells.setInt(Layout.PLACES, Math.max(i + 1, cells.getInt(Layout.PLACES)));
        FaultPoint.at("join: identity written");
        cells.set(at(i), state | LIVE);
        cells.incrementInt(Layout.EPOCH); // now keepers have somebody new to watch
        FaultPoint.at("join: live");
        ringAll();
        return new Member(i, generation(state));
      }
    }
    throw new RegionException(
        Reason.FULL, Layout.MOST_MEMBERS + " processes have this region, which is the most");
  }

  /** Changes when a process comes, which also rings all bells. */
  int epoch() {
    return cells.getInt(Layout.EPOCH);
  }

  /** How many places of the table were ever taken: nobody is behind them. */
  int count() {
    return Math.clamp(cells.getInt(Layout.PLACES), 0, Layout.MOST_MEMBERS);
  }

  private void ringAll() {
    for (int i = 0; i < Layout.MOST_MEMBERS; i++) {
      if (kind(cells.get(at(i))) == LIVE) {
        ring(i);
      }
    }
  }

  boolean isLive(Member member) {
    return cells.get(at(member.index)) == state(member, LIVE);
  }

  boolean isBuried(Member member) {
    return cells.get(at(member.index)) == state(member, DEAD);
  }

  /** Says that a process is gone; false if somebody has said so and cleared up after it. */
  boolean bury(Member member) {
    return cells.cas(at(member.index), state(member, LIVE), state(member, DEAD))
        || isBuried(member);
  }

  /** Frees the entry of a buried process, when nothing points to it any more. */
  void clear(Member member) {
    int next = (member.generation + 1) & GENERATION_MASK;
    cells.cas(at(member.index), state(member, DEAD), (long) next << STATE_BITS | FREE);
  }

  /** Who is at this place, buried or not; null if nobody is. */
  @Nullable Member at(long index) {
    long state = cells.get(at((int) index));
    return kind(state) == FREE ? null : new Member((int) index, generation(state));
  }

  /** Which process a member is, if it still is one. */
  ProcessIdentity identity(Member member) {
    long packed = cells.get(at(member.index) + PROCESS);
    long pid = packed & ((1L << PID_BITS) - 1);
    long namespace = cells.get(at(member.index) + NAMESPACE);
    return new ProcessIdentity(pid, packed >>> PID_BITS, namespace);
  }

  /** Gives a member's place, with all that it has, to another process of the same namespace. */
  void handOver(Member member, ProcessIdentity heir) {
    cells.set(at(member.index) + PROCESS, packed(heir));
  }

  private static long packed(ProcessIdentity process) {
    return process.start() << PID_BITS | process.pid();
  }

  /** Wakes the keeper of whatever process is at this place. */
  void ring(int index) {
    cells.incrementInt(at(index) + BELL);
    cells.wake(at(index) + BELL);
  }

  int bell(Member own) {
    return cells.getInt(at(own.index) + BELL);
  }

  /** Sleeps until the bell of this process has rung since it was looked at; or for no reason. */
  void awaitBell(Member own, int seen) {
    cells.await(at(own.index) + BELL, seen, Futex.FOR_EVER);
  }

  private static long at(int index) {
    return Layout.MEMBERS + (long) index * Layout.LINE;
  }

  private static int kind(long state) {
    return (int) state & ((1 << STATE_BITS) - 1);
  }

  private static int generation(long state) {
    return (int) (state >>> STATE_BITS) & GENERATION_MASK;
  }

  private static long state(Member member, int kind) {
    return (long) member.generation << STATE_BITS | kind;
  }
}
