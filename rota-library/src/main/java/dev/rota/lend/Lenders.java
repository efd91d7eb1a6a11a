package dev.rota.lend;

import org.jspecify.annotations.Nullable;

/** Which threads can lend their turns; those of whoever schedules threads in this process. */
public final class Lenders {

  private static volatile @Nullable Finder finder;

  private Lenders() {}

  /** Knows its threads. */
  public interface Finder {

    /** What the thread is as a lender; null if it is none. */
    @Nullable Lender find(Thread thread);
  }

  /** From now on those are the lenders. */
  public static void are(Finder those) {
    finder = those;
  }

  /** What the current thread is as a lender; null if it is none. */
  private static @Nullable Lender current() {
    Finder known = finder;
    return known == null ? null : known.find(Thread.currentThread());
  }

  /** The current thread is about to wait: gives it if it lends its turns; null if not. */
  public static @Nullable Lender lend(Contended lock) {
    Lender current = current();
    return current != null && current.lend(lock) ? current : null;
  }

  /** The current thread has given back a lock for which others may have lent their turns. */
  public static void gaveBack() {
    Lender current = current();
    if (current != null) {
      current.gaveBack();
    }
  }
}
