package dev.rota.slice;

import dev.rota.schedule.Ready;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that carries strands: runs the one that the scheduler names until it comes
 * down, because it waits, has ended or was preempted, and asks for the next.
 */
/* Synchronization: the fields of a turn are written under the scheduler's lock, by this thread,
 * while no strand is mounted; so this thread may read them without it, and others under it.
 * `charged` is anybody's under the lock. `mark` is set under the lock, only while the turn lasts for
 * which it is meant, and taken away by compare-and-set without it. `again`, `cut` and `locks`
 * are this thread's own, written by it, or by the strand that is mounted on it or just came down. */
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
  private @Nullable Strand claim; // whose turn it is
  private boolean takenBack;
  private long begun;
  private long slice;
  private long sliceEnd;
  long charged; // of this turn so far
  long lookedAt; // when it was charged last
  private long turn;
  private long overdueFrom;
  private boolean overdue;
  private byte cut;
  private boolean again;
  private int locks; // of schedulers that are held here

  private volatile byte mark;
  final Rest rest = new Rest();
  boolean stuck; // in this turn: it did not end when it was to
  boolean replaced; // a spare carrier serves in its place
  long missedIn; // the turn in which one was to, and none was to be had

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
      scheduler.left(this);
    }
  }

  /** Whether what it carries sleeps in the kernel. */
  boolean isAsleep() {
    return thread() instanceof CooperativeThread own ? own.os().isAsleep() : os.isAsleep();
  }

  /** CPU time of what it carries, and of others before; -1 if it is not known. */
  long cpuClock() {
    return thread() instanceof CooperativeThread own ? own.cpuClock() : CpuClock.of(this);
  }

  private @Nullable Thread thread() {
    Strand mounted = strand;
    return mounted == null ? null : mounted.thread;
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
    if (task == null) {
      return false;
    }
    try {
      if (!task.starts(this)) {
        return false;
      }
      Threads threads = scheduler.threads();
      Thread thread = threads.unstarted(next, task.threadName(), task.body());
      next.thread = thread;
      threads.start(next, thread);
    } catch (Throwable e) {
      next.thread = null; // a thread that was not started never says that it has ended
      task.threw(e);
      return false;
    }
    task.interruptIfAsked();
    return true;
  }

  SlicedPool pool() {
    return pool;
  }

  /** The carrier of the current thread, null if it is not carried by one, nor is one. */
  static @Nullable Carrier current() {
    Thread bearer = VirtualThreads.carrier();
    return bearer instanceof Carrier carrier
        ? carrier
        : bearer instanceof CooperativeThread thread ? thread.carrier() : null;
  }

  @Nullable Strand strand() {
    return strand;
  }

  long begun() {
    return begun;
  }

  /** Under the lock: a turn begins. */
  void begin(Strand next, Strand turnOf, long now, long grant) {
    claim = turnOf;
    takenBack = false;
    begun = now;
    lookedAt = now;
    charged = 0;
    turn++;
    overdueFrom = Long.MAX_VALUE;
    overdue = false;
    stuck = false;
    cut = NONE;
    again = false;
    slice = grant;
    sliceEnd = grant > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + grant;
    next.turns++;
    strand = next;
  }

  /** Under the lock: whose turn it is, null if it is nobody's any more. */
  @Nullable Strand claim() {
    return takenBack ? null : claim;
  }

  /** Under the lock: it was lent, and who lent it needs it itself. */
  void isTakenBack(long now) {
    takenBack = true;
    mark(PREEMPTED, now);
  }

  /** Under the lock: takes off what was charged ahead and was not used. */
  void credit(Strand mounted, long nanos) {
    mounted.overcharged += nanos;
    if (claim != null) {
      claim.credit += nanos;
    }
  }

  /** Under the lock: the turn is over, and its mark with it. */
  void end() {
    strand = null;
    claim = null;
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
      Marks.OF_ALL_POOLS.add();
    }
  }

  /** Under the lock: when the slice is over at the earliest. */
  long sliceEnd() {
    return sliceEnd;
  }

  /**
   * Under the lock: whether the slice is over, which is CPU time; a carrier that shares its
   * processor with others goes on for the rest, if that is not too little to be worth it.
   */
  boolean usesUp(long used, long now) {
    long rest = slice - used;
    if (rest <= slice / 16) {
      return true;
    }
    sliceEnd = now + rest;
    return false;
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

  /** Under the lock: the turn did not end when it was to. */
  void isStuck() {
    Strand mounted = strand;
    if (mounted != null) {
      mounted.deaf = true;
    }
    stuck = true;
  }

  /** Under the lock: how many turns there were. */
  long turn() {
    return turn;
  }

  /** Takes the mark away and returns it. */
  byte unmark() {
    byte was = (byte) MARK.getAndSet(this, NONE);
    if (was != NONE) {
      Marks.OF_ALL_POOLS.remove();
    }
    return was;
  }

  /** For who takes a scheduler's lock here: no poll has an effect until it is let go. */
  void entersLock() {
    locks++;
  }

  void leavesLock() {
    locks--;
  }

  /** For the strand that is mounted here and has polled: gives the carrier up if it is marked. */
  void poll() {
    if (mark == NONE) {
      Marks.OF_ALL_POOLS.lowerIfUnneeded();
      return;
    }
    if (locks > 0) {
      return; // a policy polled; the mark is for the task, at its own next poll
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
    if (Thread.currentThread() instanceof CooperativeThread thread) {
      again = true;
      thread.comeDown();
    } else {
      Thread.yield();
    }
    // from here on it may be on another carrier
    if (mounted.turns == turn) {
      cut = NONE;
      scheduler.pinned.increment();
    }
  }

  /** CPU time of the turn that just ended, for this thread itself. */
  long usedByTurn(Strand last, long now) {
    long wall = now - begun;
    if (last.thread instanceof CooperativeThread own) {
      return wall < SHORT_NANOS ? wall : usedByOwnThread(last, own.cpuClock(), wall);
    }
    if (wall < SHORT_NANOS) {
      unread += wall;
      return wall;
    }
    long cpu = CpuClock.own();
    long used = within(wall, cpu, cpuRead + unread);
    cpuRead = cpu;
    unread = 0;
    return used;
  }

  /** CPU time of the turn so far, for others, under the lock, by what {@link #cpuClock} said. */
  long usedSoFar(Strand mounted, long now, long cpu) {
    long wall = now - begun;
    return mounted.thread instanceof CooperativeThread
        ? usedByOwnThread(mounted, cpu, wall)
        : within(wall, cpu, cpuRead + unread);
  }

  /** Of a thread that is the strand's alone all is charged but what this turn has used lately. */
  private long usedByOwnThread(Strand mounted, long cpu, long wall) {
    return within(wall, cpu, mounted.cpuNanos() - mounted.overcharged - charged);
  }

  private static long within(long wall, long cpu, long before) {
    return cpu < 0 ? wall : Math.max(0, Math.min(wall, cpu - before));
  }
}
