package dev.rota.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The locks of a run, by name. */
final class Locks {
  private final Map<String, Long> permits;
  private final Map<String, Lock> locks = new HashMap<>();
  private final boolean lends;
  private final Listener listener;

  Locks(Map<String, Long> permits, boolean lends, Listener listener) {
    this.permits = permits;
    this.lends = lends;
    this.listener = listener;
  }

  /** Takes one; false if the task has to wait for it. */
  boolean take(LiveTask task, String name, long now) {
    var lock = locks.computeIfAbsent(name, this::make);
    if (lock.take(task, now)) {
      return true;
    }
    checkDeadlock(task, lock, now);
    task.blocks(lock, lends, now);
    return false;
  }

  private Lock make(String name) {
    var count = permits.get(name);
    return new Lock(name, count == null ? 1 : count, count == null);
  }

  /** Gives one back; says who has it now. */
  @Nullable LiveTask give(String name, long now) {
    var lock = locks.get(name);
    var next = lock == null ? null : lock.give(now);
    if (lock != null && next != null) {
      listener.blocked(next.arrival, next.order(), name, next.blockedAt(), now);
      next.unblocks(now);
    }
    return next;
  }

  private static void checkDeadlock(LiveTask task, Lock lock, long now) {
    List<String> circle = new ArrayList<>(List.of(task + " waits for " + lock.name));
    var holder = lock.holder();
    while (holder != null && holder != task) {
      var next = holder.waitsFor();
      if (next == null) {
        return;
      }
      circle.add(holder + ", which has it, waits for " + next.name);
      holder = next.holder();
    }
    if (holder != null) {
      throw new SimulationException(
          "a deadlock at %d ns: %s, which %s has".formatted(now, String.join("; ", circle), task),
          null);
    }
  }

  /** Says who waits without end, as nothing happens any more. */
  SimulationException stuck() {
    for (var lock : locks.values()) {
      var task = lock.firstWaiting();
      if (task != null) {
        return new SimulationException(
            task + " waits for " + lock.name + " for ever, as all that run have ended", null);
      }
    }
    return new SimulationException("tasks are left that do not end", null);
  }
}
