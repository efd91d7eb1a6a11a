package dev.rota.linux;

/**
 * Whether workers are likely to make native calls: then they are started so that the JDK does not
 * warn of the first one, which takes some milliseconds longer.
 */
public final class NativeCalls {

  private static volatile boolean expected;

  private NativeCalls() {}

  /** This process has something to send that needs them. */
  public static void expect() {
    expected = true;
  }

  /** Whether this process has something to send that needs them. */
  public static boolean areExpected() {
    return expected;
  }
}
