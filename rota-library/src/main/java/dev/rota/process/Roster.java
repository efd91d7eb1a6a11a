package dev.rota.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the ready workers has something to do, and who is to get the next task: at most {@code
 * limit} are at work at a time, the others are the spares. Guarded by the pool's lock.
 */
final class Roster {

  /** What is done sooner is not taken from a worker to give it to another, in ns. */
  private static final long WORTH_MOVING = 100_000;

  private int limit;
  private final Deque<WorkerLink> idle = new ArrayDeque<>(); // the last was used last: it is warm
  private final Set<WorkerLink> busy = new LinkedHashSet<>();
  private final Set<WorkerLink> open = new LinkedHashSet<>(); // busy, with threads that are not
  private final Set<WorkerLink> excess = new LinkedHashSet<>(); // busy, to be given nothing more
  private final Set<WorkerLink> leaving = new LinkedHashSet<>(); // finish what they have
  private int relieved;

  Roster(int limit) {
    this.limit = limit;
  }

  /** From now on so many are at work. Those that are busy beyond finish what they have. */
  void limit(int workers) {
    limit = workers;
    excess.clear();
    int needed = workers + relieved;
    busy.stream().skip(needed).forEach(excess::add);
  }

  int limit() {
    return limit;
  }

  /** Those that are to be given nothing more. */
  List<WorkerLink> excess() {
    return List.copyOf(excess);
  }

  /** Whether a busy worker is to be given nothing more, as others do enough. */
  boolean isExcess(WorkerLink worker) {
    return excess.contains(worker);
  }

  /** How many workers there are of those that there are to be, and of those in excess. */
  int used() {
    return Math.min(busy.size() - excess.size() + idle.size() - relieved, limit) + excess.size();
  }

  /** How many workers could do what is done now, less than there are to be, if nothing waits. */
  int unused() {
    int each = 1;
    int threads = 0;
    for (WorkerLink worker : busy) {
      each = worker.threads;
      threads += each - worker.runs.freeThreads();
    }
    return Math.max(0, limit + relieved - Math.ceilDiv(threads, each));
  }

  /** So many of the workers do not count against the limit. */
  void relieved(int workers) {
    relieved = workers;
  }

  /** A worker can be given tasks. */
  void ready(WorkerLink worker) {
    idle.addFirst(worker);
  }

  /** Who is to get the next task: a worker that does nothing, or the one with most free threads. */
  @Nullable WorkerLink freest() {
    if (!idle.isEmpty() && atWork() - relieved < limit) {
      return idle.getLast();
    }
    WorkerLink freest = null;
    for (WorkerLink worker : open) {
      if (freest == null || worker.runs.freeThreads() > freest.runs.freeThreads()) {
        freest = worker;
      }
    }
    return freest;
  }

  /**
   * How many workers are at work. Those that only finish what they have are counted together, by
   * their threads: one slow task must not cost the pool all that its worker could do.
   */
  private int atWork() {
    int each = 1;
    int threads = 0;
    for (WorkerLink worker : leaving) {
      each = worker.threads;
      threads += each - worker.runs.freeThreads();
    }
    return busy.size() + threads / each;
  }

  /** A worker was given tasks. */
  void begins(WorkerLink worker) {
    if (busy.add(worker)) {
      idle.removeLastOccurrence(worker);
    }
  }

  /** A busy worker has threads that are not, or none. */
  void open(WorkerLink worker, boolean isOpen) {
    if (isOpen) {
      open.add(worker);
    } else {
      open.remove(worker);
    }
  }

  /** A worker has done all that it had. */
  void ends(WorkerLink worker, boolean mayBeGivenMore) {
    busy.remove(worker);
    excess.remove(worker);
    open.remove(worker);
    if (mayBeGivenMore) {
      idle.addLast(worker);
    }
  }

  /** A worker is not to be given tasks any more; it may finish what it has. */
  void withdraw(WorkerLink worker) {
    idle.remove(worker);
    open.remove(worker);
    excess.remove(worker);
    if (busy.remove(worker)) {
      leaving.add(worker);
    }
  }

  /** A worker that was withdrawn has finished; false if it was not there any more. */
  boolean leave(WorkerLink worker) {
    return leaving.remove(worker);
  }

  boolean isBusy(WorkerLink worker) {
    return busy.contains(worker);
  }

  int busy() {
    return busy.size() + leaving.size();
  }

  int idle() {
    return idle.size();
  }

  /** Some of the workers that wait for tasks, the coldest first. */
  List<WorkerLink> idle(int most) {
    return idle.stream().limit(most).toList();
  }

  /** The one with the most work; with so little that it is done before it is moved, none. */
  @Nullable WorkerLink mostLoaded() {
    WorkerLink most = null;
    for (WorkerLink worker : busy) {
      int waiting = worker.runs.waiting();
      if (waiting > (most == null ? 0 : most.runs.waiting())
          && worker.pace.nanos(waiting + 1) > WORTH_MOVING) {
        most = worker;
      }
    }
    return most;
  }
}
