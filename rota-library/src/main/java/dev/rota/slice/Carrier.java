package dev.rota.slice;

import dev.rota.schedule.Ready;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that carries strands: runs the one that the scheduler names until it comes
 * down, because it waits, has ended or was preempted, and asks for the next.
 */
/* Synchronization: the fields of a turn are written under the scheduler's lock, by this thread,
 * while no strand is mounted; so this thread may read them without it, and others under it.
 * `charged` is anybody's under the lock. `mark` is set under the lock, only while the turn lasts for
 * which it is meant, and taken away by compare-and-set without it. `again` and `cut` are this
 * thread's own, written by the strand that is mounted on it or just came down. */
final class Carrier extends Thread {

  /** Kinds of marks. */
  static final byte NONE = 0;

  static final byte EXPIRED = 1;
  static final byte PREEMPTED = 2;

  /** Turns shorter than this are charged by the clock on the wall, which is quicker to read. */
  private static final long SHORT_NANOS = 50_000;

  private static final VarHandle MARK;

  static {
    try {
      MARK = MethodHandles.lookup().findVarHandle(Carrier.class, "mark", byte.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SlicedPool pool;
  private final Scheduler scheduler;

  // the turn
  private volatile @Nullable Strand strand;
  private long begun;
  long sliceEnd;
  long charged; // of this turn so far
  long lookedAt; // when it was charged last
  private long turn;
  private long overdueFrom;
  private boolean overdue;
  private byte cut;
  private boolean again;

  private volatile byte mark;
  volatile boolean parked; // idle, until somebody takes that away under the lock
  boolean replaced; // a spare carrier serves in its place

  // the account
  private long cpuRead;
  private long unread; // charged by the wall clock since cpuRead
  private volatile OsThread os = OsThread.UNKNOWN;

  Carrier(
      SlicedPool pool, Scheduler scheduler, String name, @Nullable ClassLoader contextClassLoader) {
    super(null, null, name, 0, /* inheritInheritableThreadLocals= */ false);
    this.pool = pool;
    this.scheduler = scheduler;
    setContextClassLoader(contextClassLoader);
    setDaemon(true);
  }

  @Override
  public void run() {
    os = OsThread.current();
    cpuRead = CpuClock.own();
    scheduler.came(this);
    try {
      for (Strand next = scheduler.next(this); next != null; next = scheduler.next(this)) {
        carry(next);
      }
    } finally {
      os.close();
      scheduler.left(this);
    }
  }

  /** For the ticker. */
  OsThread os() {
    return os;
  }

  private void carry(Strand next) {
    if (next.continuation == null && !start(next)) {
      return;
    }
    try {
      Runnable continuation = next.continuation;
      if (continuation != null) {
        continuation.run();
      }
    } catch (Throwable e) {
      // of the machine, out of memory or stack: what it hit is looked at as any other turn's end
    }
  }

  /** Makes the thread of a task that is to run for the first time; false if it need not run. */
  private boolean start(Strand next) {
    SlicedTask<?> task = next.task;
    if (task == null || !task.starts(this)) {
      return false;
    }
    try {
      Thread thread = VirtualThreads.unstarted(next, task.body());
      next.thread = thread;
      thread.start(); // which gives the strand its continuation
    } catch (Throwable e) {
      task.threw(e);
      return false;
    }
    task.interruptIfAsked();
    return true;
  }

  SlicedPool pool() {
    return pool;
  }

  @Nullable Strand strand() {
    return strand;
  }

  long begun() {
    return begun;
  }

  /** Under the lock: a turn begins. */
  void begin(Strand next, long now, long slice) {
    begun = now;
    lookedAt = now;
    charged = 0;
    turn++;
    overdueFrom = Long.MAX_VALUE;
    overdue = false;
    cut = NONE;
    again = false;
    sliceEnd = slice > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + slice;
    next.turns++;
    strand = next;
  }

  /** Under the lock: the turn is over, and its mark with it. */
  void end() {
    strand = null;
    if (mark != NONE) {
      unmark();
    }
  }

  /** For the strand that just came down: it can run again. */
  void runsAgain() {
    again = true;
  }

  boolean isToRunAgain() {
    return again;
  }

  /** Why the strand came down that can run again. */
  Ready why() {
    return switch (cut) {
      case EXPIRED -> Ready.EXPIRED;
      case PREEMPTED -> Ready.PREEMPTED;
      default -> Ready.YIELDED;
    };
  }

  boolean isMarked() {
    return mark != NONE;
  }

  /** Under the lock, during a turn: it is to end. */
  void mark(byte kind, long now) {
    if (MARK.compareAndSet(this, NONE, kind)) {
      overdueFrom = Math.min(overdueFrom, now);
      Marks.marked();
    }
  }

  /** Under the lock: since when the turn was to be over, {@code Long.MAX_VALUE} if it is not. */
  long overdueFrom() {
    return overdueFrom;
  }

  /** Under the lock: whether a spare carrier is wanted in its place, or serves there already. */
  boolean isOverdue() {
    return overdue;
  }

  void isOverdue(boolean overdue) {
    this.overdue = overdue;
  }

  /** Under the lock: how many turns there were. */
  long turn() {
    return turn;
  }

  /** Takes the mark away and returns it. */
  byte unmark() {
    byte was = (byte) MARK.getAndSet(this, NONE);
    if (was != NONE) {
      Marks.unmarked();
    }
    return was;
  }

  /** For the strand that is mounted here and has polled: gives the carrier up if it is marked. */
  void poll() {
    if (mark == NONE) {
      Marks.lowerIfUnneeded();
      return;
    }
    byte kind = unmark();
    Strand mounted = strand;
    if (kind != NONE && mounted != null) {
      if (mounted.whole > 0) {
        mounted.owed = kind;
      } else {
        giveUp(mounted, kind);
      }
    }
  }

  /** Ends the turn of the strand that is mounted here and calls this. */
  @SuppressWarnings("ThreadPriorityCheck") // it is our own scheduler that heeds the yield
  void giveUp(Strand mounted, byte kind) {
    int turn = mounted.turns;
    cut = kind;
    Thread.yield(); // may come back on another carrier
    if (mounted.turns == turn) {
      cut = NONE;
      scheduler.pinned.increment();
    }
  }

  /** CPU time of the turn that just ended, for this thread itself. */
  long usedByTurn(long now) {
    long wall = now - begun;
    if (wall < SHORT_NANOS) {
      unread += wall;
      return wall;
    }
    long cpu = CpuClock.own();
    long used = cpu < 0 ? wall : Math.max(0, Math.min(wall, cpu - cpuRead - unread));
    cpuRead = cpu;
    unread = 0;
    return used;
  }

  /** CPU time of the turn so far, for others, under the lock; {@code cpu} is this thread's. */
  long usedSoFar(long now, long cpu) {
    long wall = now - begun;
    return cpu < 0 ? wall : Math.max(0, Math.min(wall, cpu - cpuRead - unread));
  }

  void awaitWork() {
    while (parked) {
      LockSupport.park(this);
    }
  }
}
