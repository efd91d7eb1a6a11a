package dev.rota.cli.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds what has ended back until all before it have ended too. */
final class Sequence {
  private final TreeSet<Long> underWay = new TreeSet<>();
  private final TreeMap<Long, Task> held = new TreeMap<>();

  /** It is under way from now on. */
  void begin(Task task) {
    underWay.add(task.item.number());
  }

  /**
   * It has ended.
   *
   * @param hasOutput whether it matters when it comes
   * @return those whose turn it is now
   */
  List<Task> end(Task task, boolean hasOutput) {
    underWay.remove(task.item.number());
    if (hasOutput) {
      held.put(task.item.number(), task);
    }
    var ready = new ArrayList<Task>();
    long first = underWay.isEmpty() ? Long.MAX_VALUE : underWay.first();
    while (!held.isEmpty() && held.firstKey() < first) {
      ready.add(held.pollFirstEntry().getValue());
    }
    return ready;
  }

  /** What is held back, in order; nothing is afterwards. */
  List<Task> rest() {
    var rest = new ArrayList<>(held.values());
    held.clear();
    return rest;
  }
}
