package dev.rota.http.worker;

import dev.rota.http.Request;
import dev.rota.http.Response;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request that is being handled, and its one answer, whoever gives it first. */
final class Exchange {

  final Request request;
  final boolean keepAlive;

  /** When it had arrived, in ns. */
  final long start;

  private final Recipient recipient;
  private final AtomicBoolean answered = new AtomicBoolean();
  private volatile @Nullable Future<?> task;
  private volatile boolean running;
  private volatile long beganAt; // 0 before

  Exchange(Recipient recipient, Request request, boolean keepAlive, long start) {
    this.recipient = recipient;
    this.request = request;
    this.keepAlive = keepAlive;
    this.start = start;
  }

  /** Answers, in any thread; false if there was an answer before. */
  boolean answer(Response response) {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    recipient.send(this, response);
    return true;
  }

  /** What to cancel when its time is over. */
  void runsAs(Future<?> task) {
    this.task = task;
  }

  /** Says whether the handler is at it. */
  void running(boolean isRunning) {
    if (isRunning) {
      beganAt = System.nanoTime() | 1;
    }
    running = isRunning;
  }

  /** Not while it waits for a thread, and not when it has returned. */
  boolean isRunning() {
    return running;
  }

  /** Whether the handler was called, and may have returned. */
  boolean hasBegun() {
    return beganAt != 0;
  }

  /** From when its time counts: a handler has all of it, and so has the wait for a thread. */
  long timedFrom() {
    return hasBegun() ? beganAt : start;
  }

  /** When the handler was called, in ns. */
  long beganAt() {
    return beganAt;
  }

  /** Interrupts the handler. */
  void interrupt() {
    Future<?> running = task;
    if (running != null) {
      boolean _ = running.cancel(true);
    }
  }
}
