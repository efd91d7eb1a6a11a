package dev.rota.http.worker;

import dev.rota.http.link.Row;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds handlers that block an event loop: each loop notes when it calls one, and a thread of its
 * own looks. Who blocks for too long is told of, with its stack, once a call; who runs over the
 * time of a request is interrupted.
 *
 * <p>A loop writes its own call's start only, volatile; the watching thread reads them.
 */
final class LoopWatch {

  private static final class Loop {
    final Thread thread;
    volatile long since; // 0 for no call; ns otherwise
    volatile boolean interrupted;
    long toldOf; // of the watching thread

    Loop(Thread thread) {
      this.thread = thread;
    }
  }

  private final long blockedAfter;
  private final long requestTimeout;
  private final Row row;
  private final Map<Thread, Loop> loops = new ConcurrentHashMap<>();

  LoopWatch(Duration blockedAfter, Duration requestTimeout, Row row) {
    this.blockedAfter = blockedAfter.toNanos();
    this.requestTimeout = requestTimeout.toNanos();
    this.row = row;
  }

  private Loop mine() {
    return loops.computeIfAbsent(Thread.currentThread(), Loop::new);
  }

  /** The loop calls a handler. */
  void begins() {
    mine().since = System.nanoTime() | 1;
  }

  /** The handler has returned; true if it was interrupted, as its time was over. */
  boolean ends() {
    Loop loop = mine();
    loop.since = 0;
    boolean wasInterrupted = loop.interrupted;
    loop.interrupted = false;
    boolean _ = Thread.interrupted(); // it came too late
    return wasInterrupted;
  }

  /** Looks at all loops. Called again and again, by one thread. */
  void look(long now) {
    for (Loop loop : loops.values()) {
      long since = loop.since;
      if (since != 0 && now - since > blockedAfter && loop.toldOf != since) {
        loop.toldOf = since;
        row.add(Row.Count.BLOCKED, 1);
        tell(loop, now - since);
      }
      if (since != 0 && now - since > requestTimeout) {
        loop.interrupted = true;
        loop.thread.interrupt();
      }
    }
  }

  private static void tell(Loop loop, long nanos) {
    StringBuilder text = new StringBuilder();
    text.append("a handler blocks an event loop, for ")
        .append(nanos / 1_000_000)
        .append(" ms now:\n");
    for (StackTraceElement frame : loop.thread.getStackTrace()) {
      text.append("\tat ").append(frame).append('\n');
      if (frame.getClassName().equals(Answering.class.getName())) {
        break;
      }
    }
    System.err.print(text);
    System.err.flush();
  }
}
