package dev.rota.http;

import java.util.Locale;

/** Where requests are handled, and how many at a time. */
public enum Model {

  /** Worker processes that handle one request at a time: Apache's prefork. */
  PREFORK(true, Calls.THREADS),

  /** Threads of one process: IIS. */
  THREADS(false, Calls.THREADS),

  /** Worker processes with threads each: Apache's worker and event. */
  HYBRID(true, Calls.THREADS),

  /** Event loops of one process, one for each processor; handlers must not block. */
  EVENT(false, Calls.LOOPS),

  /** Worker processes of one event loop each: nginx; handlers must not block. */
  EVENT_PROCESSES(true, Calls.LOOPS),

  /** A time-sliced virtual thread for each request, in one process. */
  COROUTINES(false, Calls.COROUTINES);

  private enum Calls {
    THREADS,
    LOOPS,
    COROUTINES
  }

  private final boolean manyProcesses;
  private final Calls calls;

  Model(boolean manyProcesses, Calls calls) {
    this.manyProcesses = manyProcesses;
    this.calls = calls;
  }

  /**
   * Whether {@code workers} counts processes; else it counts threads, loops or carriers of one.
   *
   * @return if so
   */
  public boolean hasManyProcesses() {
    return manyProcesses;
  }

  /**
   * Whether handlers are called by event loops, which they must not block.
   *
   * @return if so
   */
  public boolean isEvent() {
    return calls == Calls.LOOPS;
  }

  /**
   * Its name as users write it.
   *
   * @return such as {@code event-processes}
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
