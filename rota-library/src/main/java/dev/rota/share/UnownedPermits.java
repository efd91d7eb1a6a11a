package dev.rota.share;

import dev.rota.share.Members.Member;

/**
 * Permits that are nobody's.
 *
 * <pre>
 *   0   somebody waits
 *   1   changes     31 bits
 *   32  available   can be negative
 * </pre>
 */
final class UnownedPermits implements Permits {

  private static final int AVAILABLE_SHIFT = 32;
  private static final long CHANGE = 2;
  private static final long CHANGES = (1L << AVAILABLE_SHIFT) - 1;

  /** The word at first. */
  static long initial(int permits) {
    return (long) permits << AVAILABLE_SHIFT;
  }

  @Override
  public int available(long now) {
    return (int) (now >> AVAILABLE_SHIFT);
  }

  @Override
  public long changed(long now, int more) {
    int available = available(now) + more;
    if (more > 0 && available < available(now)) {
      throw new Error("Maximum permit count exceeded"); // as java.util.concurrent.Semaphore has it
    }
    return (long) available << AVAILABLE_SHIFT | ((now + CHANGE) & CHANGES);
  }

  @Override
  public void takeBack(Member dead) {
    // nobody knows what it had
  }

  @Override
  public int held() {
    return 0;
  }

  @Override
  public int held(int index) {
    return 0;
  }
}
