package dev.rota.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory that a master shares with one worker.
 *
 * <pre>
 *   0     version   so that both sides are of the same build
 *   8     armed     1 once the worker will die with its master even if it is stopped
 *   16    exiting   the thread that makes the worker exit, 0 if none is known
 *   1024  slots     one for each run of tasks that is with the worker
 *   20480 requests  the ring to the worker
 *   ...   responses the ring to the master
 *   ...   answers   a second ring to the worker, read while a task runs
 * </pre>
 */
public final class SharedMemory {

  private static final long VERSION = 0x526f_7461_0000_0003L; // "Rota" 3
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int ARMED = 8;
  private static final int EXITING = 16;
  private static final int SLOTS = 1024;
  private static final int REQUESTS = 20480;

  /** How many bytes each of the first two rings holds. */
  private static final int CAPACITY = 1 << 18;

  /** How many bytes the third ring holds: few workers ever need it. */
  private static final int ANSWERS_CAPACITY = 1 << 15;

  /** How many bytes are shared. */
  public static final int SIZE = REQUESTS + 2 * Ring.size(CAPACITY) + Ring.size(ANSWERS_CAPACITY);

  private final ByteBuffer memory;
  private final Slots slots;
  private final Ring requests;
  private final Ring responses;
  private final Ring answers;

  private SharedMemory(ByteBuffer memory) {
    this.memory = memory;
    this.slots = Slots.at(memory, SLOTS);
    this.requests = Ring.at(memory, REQUESTS, CAPACITY);
    this.responses = Ring.at(memory, REQUESTS + Ring.size(CAPACITY), CAPACITY);
    this.answers = Ring.at(memory, REQUESTS + 2 * Ring.size(CAPACITY), ANSWERS_CAPACITY);
  }

  /** Lays out zeroed memory of {@link #SIZE} bytes. */
  public static SharedMemory create(ByteBuffer memory) {
    LONG.setRelease(memory, 0, VERSION);
    return new SharedMemory(memory);
  }

  /** Finds what {@link #create} laid out. */
  public static SharedMemory open(ByteBuffer memory) throws ProtocolException {
    if (memory.capacity() != SIZE || (long) LONG.getAcquire(memory, 0) != VERSION) {
      throw new ProtocolException("master and worker are of different versions of Rota");
    }
    return new SharedMemory(memory);
  }

  /** The tasks that are with the worker. */
  public Slots slots() {
    return slots;
  }

  /** From master to worker. */
  public Ring requests() {
    return requests;
  }

  /** From worker to master. */
  public Ring responses() {
    return responses;
  }

  /** From master to worker: what became of tasks that tasks of the worker have submitted. */
  public Ring answers() {
    return answers;
  }

  /** Worker: says that it will die with its master. */
  public void armed() {
    LONG.setRelease(memory, ARMED, 1L);
  }

  /** Whether the worker dies with its master even while it is stopped. */
  public boolean isArmed() {
    return (long) LONG.getAcquire(memory, ARMED) == 1;
  }

  /** Worker: says which thread, by the system's number, is making it exit. */
  public void exiting(long tid) {
    LONG.setRelease(memory, EXITING, tid);
  }

  /** The thread that made the worker exit, as the worker says; 0 if it does not. */
  public long exiting() {
    return (long) LONG.getAcquire(memory, EXITING);
  }
}
