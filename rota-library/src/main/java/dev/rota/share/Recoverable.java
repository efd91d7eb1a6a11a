package dev.rota.share;

import dev.rota.share.Members.Member;

/** Something in a region in which a process may have left traces. */
interface Recoverable {

  /**
   * Clears up after a process that is buried. May be done several times, at once, and by a process
   * that was stopped meanwhile.
   */
  void recover(Member dead);
}
