package dev.rota.wire;

/**
 * How a task ended, as the first bytes of a {@link Message#RESULT}: its kind, whether the worker
 * should be retired (1) because the task may have left it broken, when it started by {@link
 * System#nanoTime()}, wall-clock and CPU time in ns, then what belongs to the kind.
 */
public final class Result {

  /** It returned: the value follows. */
  public static final int VALUE = 0;

  /** It threw: the failure follows. */
  public static final int THREW = 1;

  /** Its result cannot travel: class name, path and reason follow, as strings. */
  public static final int NOT_SHIPPABLE = 2;

  /** It threw an OutOfMemoryError: the message follows, as a string. */
  public static final int OUT_OF_MEMORY = 3;

  private Result() {}
}
