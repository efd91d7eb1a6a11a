package dev.rota.slice.weave;

import java.util.List;
import java.util.stream.Stream;

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

  /** Both together; the reasons of these come first. */
  public WeaveStats and(WeaveStats others) {
    List<String> all = Stream.concat(reasons.stream(), others.reasons.stream()).toList();
    return new WeaveStats(woven + others.woven, leftAlone + others.leftAlone, all);
  }

  /** In one line, with the first reason. */
  @Override
  public String toString() {
    String why = reasons.isEmpty() ? "" : " (%s)".formatted(reasons.getFirst());
    String rest = leftAlone == 0 ? "" : ", %d left alone%s".formatted(leftAlone, why);
    return "%d classes woven%s".formatted(woven, rest);
  }
}
