package dev.rota.share;

/**
 * A mutex that nobody can take any more: the process that held it was killed, and the one that took
 * it next gave it back without {@link SharedMutex#markRepaired()}. What it guards is in a state
 * that nobody knows.
 */
public final class UnusableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnusableException(String name) {
    super(
        "mutex "
            + name
            + " is unusable: its owner died, and what it guards was not marked repaired");
  }
}
