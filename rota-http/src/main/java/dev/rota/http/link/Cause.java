package dev.rota.http.link;

import dev.rota.http.link.Board.Head;

/** Why a worker is replaced that could go on. */
public enum Cause {
  /** It is not. */
  NONE("is well", Head.RECYCLED),
  /** It has answered as many requests as it should. */
  SERVED("has served its time", Head.RECYCLED),
  /** It has a handler that ran over its time and does not end. */
  STUCK("has a handler that does not end", Head.STUCK),
  /** Its handler does not answer as one that is well. */
  SICK("has a handler that is not well", Head.SICK),
  /** It writes more than it may. */
  LOUD("writes too much", Head.RECYCLED),
  /** It takes more memory than it may. */
  MEMORY("takes too much memory", Head.RECYCLED),
  /** It has more files open than it may. */
  FILES("has too many files open", Head.RECYCLED);

  private final String words;
  private final Head head;

  Cause(String words, Head head) {
    this.words = words;
    this.head = head;
  }

  /** What is said of a worker. */
  public String words() {
    return words;
  }

  /** Where it is counted. */
  public Head head() {
    return head;
  }
}
