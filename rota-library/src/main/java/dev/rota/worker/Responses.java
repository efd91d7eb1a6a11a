package dev.rota.worker;

import dev.rota.wire.ProtocolException;
import dev.rota.wire.Ring;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The way back to the master. Blocks while the ring is full; used by the running thread only. */
final class Responses {

  private final Ring ring;
  private final Bell bell;
  private volatile @Nullable Thread waiting;

  Responses(Ring ring, Bell bell) {
    this.ring = ring;
    this.bell = bell;
  }

  /** Sends one message in parts, header first. */
  void send(byte[] header) throws ProtocolException {
    send(header, header, 0);
  }

  void send(byte[] header, byte[] payload, int length) throws ProtocolException {
    write(header, header.length);
    write(payload, length);
    if (ring.takeSleepingReader()) {
      bell.ring();
    }
  }

  private void write(byte[] bytes, int length) throws ProtocolException {
    int written = ring.write(bytes, 0, length);
    while (written < length) {
      if (ring.takeSleepingReader()) {
        bell.ring();
      }
      waiting = Thread.currentThread();
      if (ring.writerMaySleep()) {
        LockSupport.park(this); // one bell may be for something else; then the loop comes back
      }
      waiting = null;
      written += ring.write(bytes, written, length - written);
    }
  }

  /** For the thread that heard the bell: there may be room again. */
  void wake() {
    LockSupport.unpark(waiting);
  }
}
