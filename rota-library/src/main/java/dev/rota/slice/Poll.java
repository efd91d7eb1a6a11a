package dev.rota.slice;

import org.jspecify.annotations.Nullable;

/**
 * What woven code calls: the places at which a running task may have to give its carrier up.
 *
 * <p>The weaver puts calls of this class into loops and recursive methods; nobody else has a reason
 * to call it. A poll costs a volatile read while no carrier's time slice is over. All methods may
 * be called by any thread, sliced or not.
 */
public final class Poll {
  /**
   * Whether some carrier is marked. The ticker sets it; who clears the last mark clears it.
   * Volatile for its effect on compilers only: a plain read is hoisted out of loops.
   */
  static volatile boolean due;

  private static volatile @Nullable PollHook hook;

  private Poll() {}

  /** Gives the carrier up when its task's time slice is over. */
  public static void poll() {
    if (due) {
      slow();
    }
  }

  /**
   * The end of the next chunk of a loop that counts up.
   *
   * @param at where the loop's variable is
   * @param limit where the loop ends
   * @param turns the chunk's length, positive
   * @return a value to stop at, the limit at most
   */
  public static int chunkUp(int at, int limit, int turns) {
    int end = at + turns;
    return end < at || end > limit ? limit : end;
  }

  /**
   * The end of the next chunk of a loop that counts down.
   *
   * @param at where the loop's variable is
   * @param limit where the loop ends
   * @param turns the chunk's length, positive
   * @return a value to stop at, the limit at least
   */
  public static int chunkDown(int at, int limit, int turns) {
    int end = at - turns;
    return end > at || end < limit ? limit : end;
  }

  private static void slow() {
    var installed = hook;
    if (installed != null) {
      installed.preempt();
    }
  }

  /**
   * Installs what a due poll calls, in place of any other, which is returned. Without one such a
   * poll does nothing.
   */
  static @Nullable PollHook hook(@Nullable PollHook preemption) {
    var before = hook;
    hook = preemption;
    return before;
  }
}
