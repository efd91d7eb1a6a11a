package dev.rota.process;

import dev.rota.wire.Message;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Ring;
import java.util.ArrayDeque;
import java.util.Deque;

/** Messages on their way to a worker, as far as its ring has no room yet. */
final class Outbox {

  private final Ring ring;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private int written; // bytes of the first that waits
  private boolean backedUp;

  Outbox(Ring ring) {
    this.ring = ring;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether the ring had no room for all at the last flush. */
  boolean isBackedUp() {
    return backedUp;
  }

  /** Begins a message; its payload must follow, in parts of together {@code length} bytes. */
  void header(int kind, int slot, long sequence, int length) {
    waiting.addLast(Message.header(kind, slot, sequence, length));
  }

  /** The next part of a payload. */
  void payload(byte[] part) {
    waiting.addLast(part);
  }

  /** A message without a payload. */
  void message(int kind, long sequence) {
    header(kind, 0, sequence, 0);
  }

  /** Writes what the ring has room for; true if the worker sleeps and must be woken. */
  boolean flush() throws ProtocolException {
    while (!waiting.isEmpty()) {
      byte[] first = waiting.getFirst();
      written += ring.write(first, written, first.length - written);
      if (written == first.length) {
        waiting.removeFirst();
        written = 0;
      } else if (ring.writerMaySleep()) {
        break; // the worker rings when it has read some
      }
    }
    backedUp = !waiting.isEmpty();
    return ring.takeSleepingReader();
  }
}
