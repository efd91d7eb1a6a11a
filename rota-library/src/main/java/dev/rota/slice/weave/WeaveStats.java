package dev.rota.slice.weave;

import java.util.List;

/**
 * What came of weaving.
 *
 * @param woven the classes that were given polls, or need none
 * @param leftAlone the classes that should have been woven and could not be
 * @param reasons the first reasons for that, each with its class; bounded in number
 */
public record WeaveStats(long woven, long leftAlone, List<String> reasons) {
  /** Makes the list unmodifiable. */
  public WeaveStats {
    reasons = List.copyOf(reasons);
  }
}
