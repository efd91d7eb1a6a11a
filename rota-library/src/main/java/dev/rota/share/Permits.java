package dev.rota.share;

import dev.rota.share.Members.Member;

/** How the word of a semaphore counts its permits. Whether somebody waits is always bit 0. */
interface Permits {

  /** The note that somebody waits. */
  long WAITED = 1;

  /** How many can be taken. */
  int available(long word);

  /**
   * The word after this process has given permits back, or with a negative number taken them; the
   * same word if it is not the current one any more.
   *
   * @throws IllegalMonitorStateException if it gives back what it does not have
   */
  long changed(long word, int more);

  /** Takes from a process that is buried what it has. */
  void takeBack(Member dead);

  /** How many permits this process has, if that is counted. */
  int held();

  /** How many permits that process has, if that is counted. */
  int held(int index);
}
