package dev.rota.program.turns;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up the CPU time of a process group from looks at its processes. A process that ends takes
 * its own time with it and leaves it with its parent, among the time of ended children, if that
 * waits for it: so what such times grow by counts only as far as it was not counted before.
 */
final class GroupTime {

  /** Times of ended children are told in ticks, so may be told a little late. */
  private static final long GRAIN_NANOS = 20_000_000;

  /**
   * A process at a look.
   *
   * @param start tells it from a later one of the same number
   * @param own nanoseconds of its threads
   * @param children nanoseconds of the ended children that it has waited for
   */
  record Reading(int process, long start, long own, long children) {}

  private Map<Integer, Reading> seen = Map.of();
  private long total;
  private long owed; // by children's times, 0 or less

  /** All that the group has used, by what its processes tell now. */
  long add(List<Reading> readings) {
    var now = new HashMap<Integer, Reading>();
    long own = 0;
    long children = owed;
    for (var reading : readings) {
      var before = seen.get(reading.process);
      if (before == null || before.start != reading.start) {
        before = new Reading(reading.process, reading.start, 0, 0);
      }
      long ownNow = Math.max(reading.own, before.own);
      own += ownNow - before.own;
      children += reading.children - before.children;
      now.put(
          reading.process, new Reading(reading.process, reading.start, ownNow, reading.children));
    }
    for (var before : seen.values()) {
      var after = now.get(before.process);
      if (after == null || after.start != before.start) {
        children -= before.own + before.children;
      }
    }
    seen = now;
    owed = Math.clamp(children, -GRAIN_NANOS, 0);
    total += own + Math.max(0, children);
    return total;
  }
}
