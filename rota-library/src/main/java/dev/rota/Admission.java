package dev.rota;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The bound of a queue. Places taken from inside a task are counted above the bound, up to {@value
 * #INSIDE_FACTOR} times it, because a task that waited for room made by tasks like itself could
 * wait for ever.
 */
final class Admission {

  private static final int INSIDE_FACTOR = 10;
  private static final int OPEN_FLOODGATE = 1 << 30;

  private final int capacity;
  private final WhenFull whenFull;
  private final Overdraft places; // below zero while tasks from inside are above the bound
  private volatile boolean closed;

  Admission(int capacity, WhenFull whenFull) {
    this.capacity = capacity;
    this.whenFull = whenFull;
    this.places = new Overdraft(capacity);
  }

  /** A semaphore that can be taken below zero. */
  private static final class Overdraft extends Semaphore {
    private static final long serialVersionUID = 1;

    Overdraft(int permits) {
      super(permits);
    }

    void takeAlways() {
      reducePermits(1);
    }
  }

  /** False if no place came free in time; throws if the pool refuses the task. */
  boolean enter(boolean inside, long waitNanos) throws InterruptedException {
    refuseIfClosed();
    if (places.tryAcquire()) {
      return true;
    }
    if (inside) {
      takeAboveBound();
      return true;
    }
    if (whenFull == WhenFull.REJECT) {
      throw full(capacity);
    }
    boolean entered = places.tryAcquire(waitNanos, TimeUnit.NANOSECONDS);
    if (entered && closed) {
      leave();
    }
    refuseIfClosed();
    return entered;
  }

  private synchronized void takeAboveBound() {
    if (taken() >= (long) capacity * INSIDE_FACTOR) {
      throw full((long) capacity * INSIDE_FACTOR);
    }
    places.takeAlways();
  }

  private static TaskRejectedException full(long bound) {
    return new TaskRejectedException(
        TaskRejectedException.Reason.QUEUE_FULL,
        "the queue is full: it holds the " + bound + " tasks that it may");
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new TaskRejectedException(
          TaskRejectedException.Reason.SHUT_DOWN, "the pool was shut down");
    }
  }

  void leave() {
    places.release();
  }

  /** Wakes all that wait, to be refused. */
  synchronized void close() {
    if (!closed) {
      closed = true; // first, or who is let through is not refused
      places.release(OPEN_FLOODGATE);
    }
  }

  synchronized long taken() {
    long free = places.availablePermits();
    return capacity - (closed ? free - OPEN_FLOODGATE : free);
  }
}
