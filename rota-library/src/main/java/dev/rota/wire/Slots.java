package dev.rota.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One word of shared memory for each task that was sent to a worker. It decides, by compare and
 * set, what two processes could see differently: whether the task has started when the master
 * revokes it, has ended when the master dooms it, and what was running when the worker died.
 *
 * <pre>
 *           send          start            finish
 *   FREE  -------> QUEUED ------> STARTED ---------> DONE      (worker: start, finish)
 *                    |              |  \               ^
 *                    | revoke       |   \ interrupt    | finish
 *                    v              |    v             |
 *                 REVOKED      doom |  INTERRUPTED ----+       (master: send, revoke,
 *                                   v    | doom                 interrupt, doom)
 *                                 DOOMED <
 * </pre>
 *
 * <p>The word is the task's sequence number and its state, so an old task is never mistaken for a
 * new one. With {@code start} the worker writes when, by the machine's monotonic clock and its
 * thread's CPU clock, and which thread.
 */
public final class Slots {

  /** How many tasks can be with one worker. */
  public static final int COUNT = 64;

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
    DONE(6);

    private final int code;

    State(int code) {
      this.code = code;
    }
  }

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final State[] BY_CODE = State.values();

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

  static Slots at(ByteBuffer memory, int base) {
    return new Slots(memory, base);
  }

  static int size() {
    return COUNT * STRIDE;
  }

  /** Master: the task is about to be written to the ring. */
  public void send(int slot, long sequence) {
    LONG.setRelease(memory, at(slot, WORD), word(sequence, State.QUEUED));
  }

  /** Master: takes a task back; true if it has not started and now never will. */
  public boolean revoke(int slot, long sequence) {
    return move(slot, sequence, State.QUEUED, State.REVOKED);
  }

  /** Master: asks for the interruption of a running task; true if it runs. */
  public boolean interrupt(int slot, long sequence) {
    return move(slot, sequence, State.STARTED, State.INTERRUPTED);
  }

  /** Master: true if the task still ran and its end no longer counts. */
  public boolean doom(int slot, long sequence) {
    return move(slot, sequence, State.STARTED, State.DOOMED)
        || move(slot, sequence, State.INTERRUPTED, State.DOOMED);
  }

  /** Worker: claims a task; false if it was revoked. */
  public boolean start(int slot, long sequence, long nanoTime, long cpuNanos, long tid) {
    LONG.set(memory, at(slot, STARTED_AT), nanoTime);
    LONG.set(memory, at(slot, STARTED_CPU), cpuNanos);
    LONG.set(memory, at(slot, THREAD), tid);
    return move(slot, sequence, State.QUEUED, State.STARTED);
  }

  /** Worker: the task has ended; false if it was doomed before. */
  public boolean finish(int slot, long sequence) {
    return move(slot, sequence, State.STARTED, State.DONE)
        || move(slot, sequence, State.INTERRUPTED, State.DONE);
  }

  /** What became of a task; FREE if the slot holds another. */
  public State state(int slot, long sequence) {
    long word = (long) LONG.getAcquire(memory, at(slot, WORD));
    int code = (int) word & 7;
    return word >>> 3 == sequence && code < BY_CODE.length ? BY_CODE[code] : State.FREE;
  }

  /** When the task started, by {@link System#nanoTime()}; as the worker says. */
  public long startedAt(int slot) {
    return (long) LONG.getAcquire(memory, at(slot, STARTED_AT));
  }

  /** The CPU clock of the task's thread when it started, in ns; as the worker says. */
  public long startedCpu(int slot) {
    return (long) LONG.getAcquire(memory, at(slot, STARTED_CPU));
  }

  /** The operating system's number of the thread that runs the task, 0 if it is not known. */
  public long thread(int slot) {
    return (long) LONG.getAcquire(memory, at(slot, THREAD));
  }

  private boolean move(int slot, long sequence, State from, State to) {
    return LONG.compareAndSet(memory, at(slot, WORD), word(sequence, from), word(sequence, to));
  }

  private static long word(long sequence, State state) {
    return (sequence << 3) | state.code;
  }

  private int at(int slot, int field) {
    return base + slot * STRIDE + field;
  }
}
