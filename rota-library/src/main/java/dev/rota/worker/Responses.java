package dev.rota.worker;

import dev.rota.wire.ProtocolException;
import dev.rota.wire.Ring;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way back to the master. Blocks while the ring is full. Whole messages are sent by one thread
 * at a time: by the one that runs a task, and by those that submit tasks for it.
 */
final class Responses {

  private final Ring ring;
  private final Bell bell;
  private final ReentrantLock sending = new ReentrantLock();
  private volatile @Nullable Thread waiting;

  Responses(Ring ring, Bell bell) {
    this.ring = ring;
    this.bell = bell;
  }

  /** Sends one message in parts, header first. The master need not look before it is announced. */
  void send(byte[] header, byte[] payload, int length) throws ProtocolException {
    sending.lock();
    try {
      write(header, header.length);
      write(payload, length);
    } finally {
      sending.unlock();
    }
  }

  /** Wakes the master if it sleeps. */
  void announce() {
    if (ring.takeSleepingReader()) {
      bell.ring();
    }
  }

  private void write(byte[] bytes, int length) throws ProtocolException {
    int written = ring.write(bytes, 0, length);
    if (written == length) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // who submits may be; it could not sleep
    while (written < length) {
      announce();
      waiting = Thread.currentThread();
      if (ring.writerMaySleep()) {
        LockSupport.park(this); // one bell may be for something else; then the loop comes back
      }
      waiting = null;
      interrupted |= Thread.interrupted();
      written += ring.write(bytes, written, length - written);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** For the thread that heard the bell: there may be room again, or the master asks for news. */
  void wake() {
    LockSupport.unpark(waiting);
    if (ring.hasUnread()) {
      announce();
    }
  }
}
