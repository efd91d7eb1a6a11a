package dev.rota.lend;

/**
 * A thread that takes turns with others by a policy, and can lend its turns to who has what it
 * waits for. All methods are called by the thread itself.
 */
public interface Lender {

  /**
   * It is about to wait: from now on its turns are lent, until {@link #takeBack}.
   *
   * @return false if it would wait for itself in the end; then it lends nothing
   */
  boolean lend(Contended lock);

  /** It waits no more, and perhaps has the lock. Does not fail. */
  void takeBack();

  /** It has given back such a lock; gives up its carrier if it computes in a turn lent for that. */
  void gaveBack();
}
