package dev.rota.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One word of shared memory for each run of tasks that was sent to a worker: tasks of one message,
 * with consecutive sequence numbers, that the worker does one after the other. The word decides, by
 * compare and set, what two processes could see differently: whether a task has started when the
 * master revokes it, has ended when the master dooms it, and what was running when the worker died.
 *
 * <pre>
 *           send          start            finish
 *   FREE  -------> QUEUED ------> STARTED ---------> DONE ---+      (worker: start, finish, next)
 *                    |            ^ |  \               ^     |
 *                    | revoke     | |   \ interrupt    | finish
 *                    v            | |    v             |     |      (master: send, revoke,
 *                 REVOKED         | |  INTERRUPTED ----+     |       interrupt, doom)
 *                                 | v doom |                 |
 *                                 | DOOMED < --> OVER        |
 *                                 +--------------------------+
 *                                    next, if some are left
 * </pre>
 *
 * <p>The word is the sequence number of the task that the worker is at, how many are left behind
 * it, and the state, so an old task is never mistaken for a new one; the master revokes tasks at
 * the end of the run by lowering what is left. With {@code start} and {@code next} the worker
 * writes when, by the machine's monotonic clock and its thread's CPU clock, and which thread.
 */
public final class Slots {

  /** How many runs can be with one worker. */
  public static final int COUNT = 512;

  /** How many tasks a run can have. */
  public static final int LONGEST_RUN = 512;

  /** What {@link #revoke} returns if there was nothing to take back. */
  public static final long NONE = Long.MAX_VALUE;

  /** What became of a task. */
  public enum State {
    /** Never sent. */
    FREE(0),
    /** Sent; can be revoked. */
    QUEUED(1),
    /** The worker has called it. */
    STARTED(2),
    /** Taken back before it started. */
    REVOKED(3),
    /** Started, and to be interrupted. */
    INTERRUPTED(4),
    /** Started, and its worker is about to be killed. */
    DOOMED(5),
    /** Ended; its result is on the way. */
    DONE(6),
    /** Doomed, and has ended since; there is no result. */
    OVER(7);

    private final int code;

    State(int code) {
      this.code = code;
    }
  }

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final State[] BY_CODE = State.values();

  private static final int STATE_BITS = 3;
  private static final int LEFT_BITS = 10;
  private static final int SEQUENCE_SHIFT = STATE_BITS + LEFT_BITS;

  private static final int WORD = 0;
  private static final int STARTED_AT = 8;
  private static final int STARTED_CPU = 16;
  private static final int THREAD = 24;
  private static final int STRIDE = 32;

  private final ByteBuffer memory;
  private final int base;

  private Slots(ByteBuffer memory, int base) {
    this.memory = memory;
    this.base = base;
  }

  /** The slots that begin at {@code base}, which must be a multiple of 8. */
  static Slots at(ByteBuffer memory, int base) {
    return new Slots(memory, base);
  }

  /** How much memory the slots take. */
  static int size() {
    return COUNT * STRIDE;
  }

  /** Master: puts a run into a slot; to be called before its message is written to the ring. */
  public void send(int slot, long first, int count) {
    LONG.setRelease(memory, at(slot, WORD), word(first, count - 1, State.QUEUED));
  }

  /**
   * Master: takes back the tasks of a run from {@code from} on, as far as they have not started and
   * now never will. Returns the first that was taken back, {@link #NONE} if none was.
   */
  public long revoke(int slot, long from) {
    while (true) {
      long word = word(slot);
      long current = sequence(word);
      int left = left(word);
      if (from <= current && state(word) == State.QUEUED) {
        if (set(slot, word, word(current, 0, State.REVOKED))) {
          return current;
        }
      } else {
        long first = Math.max(from, current + 1);
        if (first > current + left) {
          return NONE;
        }
        if (set(slot, word, word(current, (int) (first - current - 1), state(word)))) {
          return first;
        }
      }
    }
  }

  /** Master: asks for the interruption of a running task; true if it runs. */
  public boolean interrupt(int slot, long sequence) {
    return move(slot, sequence, State.INTERRUPTED, State.STARTED, State.STARTED);
  }

  /** Master: true if the task still ran and its end no longer counts. */
  public boolean doom(int slot, long sequence) {
    return move(slot, sequence, State.DOOMED, State.STARTED, State.INTERRUPTED);
  }

  /**
   * Worker: claims the first task of a run; false if it was revoked. Then the slot may belong to
   * another run by now, of another thread, in which nothing must be written.
   */
  public boolean start(int slot, long first, long nanoTime, long cpuNanos, long tid) {
    if (!isQueued(slot, first)) {
      return false;
    }
    LONG.set(memory, at(slot, THREAD), tid);
    setStarted(slot, nanoTime, cpuNanos);
    return move(slot, first, State.STARTED, State.QUEUED, State.QUEUED);
  }

  private boolean isQueued(int slot, long first) {
    long word = word(slot);
    return sequence(word) == first && state(word) == State.QUEUED;
  }

  /** Worker: the task has ended; false if it was doomed before, and nothing follows it then. */
  public boolean finish(int slot, long sequence) {
    if (move(slot, sequence, State.DONE, State.STARTED, State.INTERRUPTED)) {
      return true;
    }
    move(slot, sequence, State.OVER, State.DOOMED, State.DOOMED);
    return false;
  }

  /** Worker, after {@link #finish}: claims the next task of the run; false if none is left. */
  public boolean next(int slot, long sequence, long nanoTime, long cpuNanos) {
    while (true) {
      long word = word(slot);
      int left = left(word);
      if (left == 0 || sequence(word) != sequence || state(word) != State.DONE) {
        return false;
      }
      setStarted(slot, nanoTime, cpuNanos);
      if (set(slot, word, word(sequence + 1, left - 1, State.STARTED))) {
        return true;
      }
    }
  }

  private void setStarted(int slot, long nanoTime, long cpuNanos) {
    LONG.set(memory, at(slot, STARTED_AT), nanoTime);
    LONG.set(memory, at(slot, STARTED_CPU), cpuNanos);
  }

  /** What became of a task of the run that the slot holds; FREE if it is none of them. */
  public State state(int slot, long sequence) {
    long word = word(slot);
    long current = sequence(word);
    if (sequence == current) {
      return state(word);
    }
    if (sequence < current) {
      return State.DONE;
    }
    return sequence <= current + left(word) ? State.QUEUED : State.FREE;
  }

  /**
   * When the task started that the worker is at, by {@link System#nanoTime()}, as the worker says;
   * {@code unknown} if it is at another task by now, or about to be.
   */
  public long startedAt(int slot, long sequence, long unknown) {
    long said = (long) LONG.getAcquire(memory, at(slot, STARTED_AT));
    long word = word(slot);
    boolean leaves = state(word) == State.DONE && left(word) > 0;
    return sequence(word) == sequence && !leaves ? said : unknown;
  }

  /** Worker: what the running task has used by now, where the master cannot see it. */
  public void usedCpu(int slot, long cpuNanos) {
    LONG.setRelease(memory, at(slot, STARTED_CPU), cpuNanos);
  }

  /**
   * The CPU clock of the task's thread when it started, in ns; of a thread that the operating
   * system does not know what it has used since. As the worker says.
   */
  public long startedCpu(int slot) {
    return (long) LONG.getAcquire(memory, at(slot, STARTED_CPU));
  }

  /**
   * The operating system's number of the thread that runs the task, 0 if it is not known; negative
   * for one that the operating system does not know.
   */
  public long thread(int slot) {
    return (long) LONG.getAcquire(memory, at(slot, THREAD));
  }

  /** From one of two states to another; what is left may change meanwhile. */
  private boolean move(int slot, long sequence, State to, State from, State orFrom) {
    while (true) {
      long word = word(slot);
      State state = state(word);
      if (sequence(word) != sequence || (state != from && state != orFrom)) {
        return false;
      }
      if (set(slot, word, word(sequence, left(word), to))) {
        return true;
      }
    }
  }

  private long word(int slot) {
    return (long) LONG.getVolatile(memory, at(slot, WORD));
  }

  /**
   * To be called after {@link #word(int)}, because of a file that was cut short under the mapping:
   * there a read is an InternalError, while a compare and set that is still interpreted ends the
   * JVM.
   */
  private boolean set(int slot, long from, long to) {
    return LONG.compareAndSet(memory, at(slot, WORD), from, to);
  }

  private static long word(long sequence, int left, State state) {
    return sequence << SEQUENCE_SHIFT | (long) left << STATE_BITS | state.code;
  }

  private static long sequence(long word) {
    return word >>> SEQUENCE_SHIFT;
  }

  private static int left(long word) {
    return (int) (word >>> STATE_BITS) & ((1 << LEFT_BITS) - 1);
  }

  private static State state(long word) {
    int code = (int) word & ((1 << STATE_BITS) - 1);
    return code < BY_CODE.length ? BY_CODE[code] : State.FREE;
  }

  private int at(int slot, int field) {
    return base + slot * STRIDE + field;
  }
}
