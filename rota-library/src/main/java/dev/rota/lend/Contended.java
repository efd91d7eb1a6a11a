package dev.rota.lend;

import org.jspecify.annotations.Nullable;

/** A lock that threads wait for, and of which is known who has it. */
public interface Contended {

  /**
   * Who has it, or is to be the next to take it; null if that is no thread of this process. One
   * that has just taken it may be missing until it gives up its carrier. Called by schedulers,
   * under locks of theirs: reads a few fields and does not fail.
   */
  @Nullable Thread holderOrNext();
}
