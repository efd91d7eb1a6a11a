package dev.rota.http;

/** Where requests are handled, and how many at a time. */
public enum Model {

  /** Worker processes that handle one request at a time: Apache's prefork. */
  PREFORK(true),

  /** Threads of one process: IIS. */
  THREADS(false),

  /** Worker processes with threads each: Apache's worker and event. */
  HYBRID(true),

  /** Event loops of one process, one for each processor; handlers must not block. */
  EVENT(false),

  /** Worker processes of one event loop each: nginx; handlers must not block. */
  EVENT_PROCESSES(true),

  /** A time-sliced virtual thread for each request, in one process. */
  COROUTINES(false);

  private final boolean manyProcesses;

  Model(boolean manyProcesses) {
    this.manyProcesses = manyProcesses;
  }

  /**
   * Whether {@code workers} counts processes; else it counts threads, loops or carriers of one.
   *
   * @return if so
   */
  public boolean hasManyProcesses() {
    return manyProcesses;
  }
}
