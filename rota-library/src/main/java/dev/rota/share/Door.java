package dev.rota.share;

/** What the waiters in a {@link Room} want to pass, as the word of a lock has it. */
interface Door {

  /**
   * Passes if that is possible now, else sees to it that the word says that somebody waits. Called
   * only by the waiter that is first in its process.
   */
  boolean tryPass(Waiter waiter);

  /** Whether somebody might pass now, or has to look, as the word does not say that they wait. */
  boolean isOpen();
}
