package dev.rota.cli.input;

import java.util.Iterator;

/** What one argument INPUT stands for. */
interface Source {

  /** The inputs one after the other, always in the same order. Called again to count them. */
  Iterator<String> open();

  /** Whether the inputs can be counted before they are used. */
  default boolean isCountable() {
    return true;
  }

  /** No input comes any more, even to who is waiting for one now. */
  default void stop() {}
}
