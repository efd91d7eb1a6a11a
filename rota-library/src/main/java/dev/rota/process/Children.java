package dev.rota.process;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks under way that tasks of one worker have submitted. Guarded by the pool's lock. */
final class Children {

  private final Map<Long, Child> byId = new HashMap<>();
  private final Map<Long, Set<Child>> byParent = new HashMap<>(); // by its sequence number
  private long bytes;

  boolean has(long id) {
    return byId.containsKey(id);
  }

  boolean isParent(long sequence) {
    return byParent.containsKey(sequence);
  }

  /** How many bytes their messages have. */
  long bytes() {
    return bytes;
  }

  void add(Child child) {
    byId.put(child.id, child);
    byParent.computeIfAbsent(child.parentSequence, parent -> new LinkedHashSet<>()).add(child);
    bytes += child.task.cargo.bytes.length;
  }

  @Nullable Child get(long id) {
    return byId.get(id);
  }

  /** False if it had been taken out before. */
  boolean remove(Child child) {
    if (!byId.remove(child.id, child)) {
      return false;
    }
    bytes -= child.task.cargo.bytes.length;
    byParent.computeIfPresent(child.parentSequence, (parent, left) -> without(child, left));
    return true;
  }

  private static @Nullable Set<Child> without(Child child, Set<Child> left) {
    left.remove(child);
    return left.isEmpty() ? null : left;
  }

  /** Those of one task. */
  List<Child> of(long parent) {
    return byParent.isEmpty() ? List.of() : List.copyOf(byParent.getOrDefault(parent, Set.of()));
  }
}
