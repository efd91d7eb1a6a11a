package dev.rota.checks.compare.peer;

/** What peers are asked to do, and how large the values are that travel. */
public enum Work {
  /** A task is submitted when the result of the last one is there. */
  ROUND_TRIP(100),

  /** The same with values that are large. */
  LARGE(1 << 20),

  /** {@link #WINDOW_SIZE} tasks are under way. */
  WINDOW(100),

  /** A function is mapped over byte arrays, each of its own. */
  MAP_BYTES(100),

  /** A function is mapped over integers. */
  MAP_INTEGERS(0);

  static final int WINDOW_SIZE = 128;

  private final int bytes;

  Work(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of the argument and of the result; 0 for an integer. */
  int bytes() {
    return bytes;
  }

  /** Whether each task is timed by itself. */
  boolean isOneByOne() {
    return this == ROUND_TRIP || this == LARGE;
  }
}
