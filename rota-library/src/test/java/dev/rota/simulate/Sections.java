package dev.rota.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** When tasks computed in their critical sections, and whether too many did at a time. */
final class Sections {
  private record Step(long order, int step) {}

  private record Span(long from, long to) {}

  private final Map<String, Long> permits;
  private final Map<Step, Span> spans = new HashMap<>();

  Sections(Map<String, Long> permits) {
    this.permits = permits;
  }

  void computes(long order, int step, long from, long to) {
    spans.merge(
        new Step(order, step), new Span(from, to), (old, next) -> new Span(old.from, next.to));
  }

  /** From the first burst with a lock to the end of the last, no more have it than it lets in. */
  void check(List<Arrival> tasks) {
    Map<String, SortedMap<Long, Long>> changes = new HashMap<>();
    for (int order = 0; order < tasks.size(); order++) {
      var steps = tasks.get(order).steps();
      for (int step = 0; step < steps.count(); step++) {
        if (steps.isLock(step) && steps.takes(step)) {
          add(order, steps, step, changes);
        }
      }
    }
    changes.forEach(
        (lock, ofIt) -> {
          long inside = 0;
          for (long change : ofIt.values()) {
            inside += change;
            assertThat(inside).as("in %s", lock).isBetween(0L, permits.getOrDefault(lock, 1L));
          }
        });
  }

  private void add(long order, Steps steps, int taken, Map<String, SortedMap<Long, Long>> changes) {
    var lock = steps.lock(taken);
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    int step = taken + 1;
    while (!steps.isLock(step) || steps.takes(step) || !steps.lock(step).equals(lock)) {
      var span = spans.get(new Step(order, step++));
      if (span != null) {
        from = Math.min(from, span.from);
        to = Math.max(to, span.to);
      }
    }
    if (from < to) {
      var ofIt = changes.computeIfAbsent(lock, _ -> new TreeMap<>());
      ofIt.merge(from, 1L, Long::sum);
      ofIt.merge(to, -1L, Long::sum);
    }
  }
}
