package dev.rota.checks.lincheck;

import dev.rota.share.SharedQueue;
import dev.rota.share.SharedRegion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A queue in shared memory, put to by one thread and taken from by another, without waiting: with
 * more at one end each may find the other in its way.
 */
@Param(name = "message", gen = IntGen.class, conf = "1:9")
public class SharedQueueLincheck {

  private static final int ROOM = 3; // messages, each with 8 bytes for its length, and padded to 8

  private static final SharedQueue QUEUE =
      SharedRegion.anonymous(1 << 16).queue("queue", ROOM * 16);

  private final SharedQueue queue = QUEUE;

  /** The memory stays from one run to the next: it is emptied. */
  public SharedQueueLincheck() throws InterruptedException {
    byte[] message = QUEUE.poll(0, TimeUnit.NANOSECONDS);
    while (message != null) {
      message = QUEUE.poll(0, TimeUnit.NANOSECONDS);
    }
  }

  /** Puts a message of one byte if there is room. */
  @Operation(nonParallelGroup = "putters")
  public boolean offer(@Param(name = "message") int message) throws InterruptedException {
    return queue.offer(new byte[] {(byte) message}, 0, TimeUnit.NANOSECONDS);
  }

  /** The oldest; -1 if there is none. */
  @Operation(nonParallelGroup = "takers")
  public int poll() throws InterruptedException {
    byte[] message = queue.poll(0, TimeUnit.NANOSECONDS);
    return message == null ? -1 : message[0];
  }

  /** What one thread would see. */
  public static final class Model {
    private final Deque<Integer> messages = new ArrayDeque<>();

    /** As of the queue. */
    public boolean offer(int message) {
      return messages.size() < ROOM && messages.add(message);
    }

    /** As of the queue. */
    public int poll() {
      Integer message = messages.poll();
      return message == null ? -1 : message;
    }
  }
}
