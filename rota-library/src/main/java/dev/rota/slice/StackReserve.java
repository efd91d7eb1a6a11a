package dev.rota.slice;

/**
 * Makes sure that there is stack enough for what must not break off half way: the scheduler and the
 * policy run on the stack of whoever submits or wakes a task, however deep that is. An overflow
 * before they begin is the caller's failure alone.
 */
final class StackReserve {

  /** Several kilobytes, compiled; the virtual machine's own reserve comes on top. */
  private static final int FRAMES = 48;

  private StackReserve() {}

  /**
   * Goes as deep as others may need to and comes back.
   *
   * @throws StackOverflowError if there is less left
   */
  static void require() {
    if (descend(FRAMES, 1, 2, 3, 4) == 0) {
      throw new AssertionError("a sum of positive numbers");
    }
  }

  /** What is used after the call has a place in each frame. */
  private static long descend(int frames, long a, long b, long c, long d) {
    return frames == 0 ? a : descend(frames - 1, b, c, d, a) + a + b + c + d;
  }
}
