package dev.rota.process;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives queued tasks to workers that wait, in the order of the queue, to at most {@code limit}
 * workers at a time; ready workers beyond are the spares. All methods are called under the pool's
 * lock.
 */
final class Dispatcher {

  private final int limit;
  private final LongSupplier clock;
  private final Consumer<WorkerLink> watch;
  private final Runnable placeFree;
  private final SequencedSet<ProcessTask<?>> queue = new LinkedHashSet<>();
  private final Deque<WorkerLink> idle = new ArrayDeque<>(); // the last was used last: it is warm
  private final Set<WorkerLink> busy = new LinkedHashSet<>();
  private long lastSequence;
  private boolean stopped;

  /**
   * Dispatches to at most {@code limit} workers.
   *
   * @param watch is told of every worker that was sent tasks
   * @param placeFree is told when a task gives up its place in the queue
   */
  Dispatcher(int limit, LongSupplier clock, Consumer<WorkerLink> watch, Runnable placeFree) {
    this.limit = limit;
    this.clock = clock;
    this.watch = watch;
    this.placeFree = placeFree;
  }

  /** Queues a task behind all others. */
  void add(ProcessTask<?> task) {
    task.queued = true;
    queue.addLast(task);
    dispatch();
  }

  /** Puts tasks back at the head of the queue, in their order. */
  void addFirst(Deque<? extends ProcessTask<?>> tasks) {
    for (var backwards = tasks.descendingIterator(); backwards.hasNext(); ) {
      ProcessTask<?> task = backwards.next();
      task.queued = true;
      queue.addFirst(task);
    }
    dispatch();
  }

  /** Takes a task out of the queue. */
  void remove(ProcessTask<?> task) {
    if (queue.remove(task)) {
      task.queued = false;
      leavePlace(task);
    }
  }

  /** From now on nothing is given to workers. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Takes all out of the queue. */
  Collection<ProcessTask<?>> removeAll() {
    List<ProcessTask<?>> all = List.copyOf(queue);
    all.forEach(this::remove);
    return all;
  }

  /** A worker can be given tasks. */
  void ready(WorkerLink worker) {
    idle.addFirst(worker);
    dispatch();
  }

  /**
   * A worker has finished tasks, or has read what was sent: gives it more if it should have more.
   */
  void served(WorkerLink worker) {
    if (!busy.contains(worker)) {
      worker.flush(); // of what it was sent and need not run there may be a rest
      return;
    }
    if (worker.leaving) {
      worker.flush();
    } else {
      fill(worker);
    }
    headStarts(worker);
    if (worker.tasks.isEmpty()) {
      busy.remove(worker);
      if (!worker.leaving && !isUsedUp(worker)) {
        idle.addLast(worker);
        if (queue.isEmpty()) {
          takeFromLoaded();
        }
      }
      dispatch();
    }
  }

  /** A task that had not started was taken from a worker for good. */
  void taken(ProcessTask<?> task, WorkerLink worker) {
    leavePlace(task);
    served(worker);
  }

  /** A worker is not to be given tasks any more. */
  void withdraw(WorkerLink worker) {
    idle.remove(worker);
  }

  /** What was sent ahead to a worker and has not started stands in the queue again. */
  void takeBack(WorkerLink worker) {
    addFirst(worker.revokeLast(Integer.MAX_VALUE));
  }

  /** A worker is gone, or as good as gone, and nothing is with it any more. */
  void forget(WorkerLink worker) {
    idle.remove(worker);
    busy.remove(worker);
    dispatch();
  }

  /** Whether a worker has done as many tasks as one may. */
  boolean isUsedUp(WorkerLink worker) {
    return worker.finished >= worker.maxTasks;
  }

  boolean isQueueEmpty() {
    return queue.isEmpty();
  }

  int busy() {
    return busy.size();
  }

  int idle() {
    return idle.size();
  }

  private void dispatch() {
    while (!stopped && !queue.isEmpty() && busy.size() < limit && !idle.isEmpty()) {
      WorkerLink worker = idle.removeLast();
      busy.add(worker);
      fill(worker);
      headStarts(worker);
    }
  }

  private void fill(WorkerLink worker) {
    boolean sent = false;
    while (!stopped
        && !queue.isEmpty()
        && worker.hasRoom()
        && worker.finished + worker.tasks.size() < worker.maxTasks) {
      ProcessTask<?> task = queue.removeFirst();
      task.queued = false;
      worker.send(task, ++lastSequence, clock.getAsLong());
      sent = true;
    }
    worker.flush();
    if (sent) {
      watch.accept(worker);
    }
  }

  /** The first task of a worker is about to start, so it does not wait any more. */
  private void headStarts(WorkerLink worker) {
    ProcessTask<?> head = worker.tasks.peekFirst();
    if (head != null) {
      leavePlace(head);
    }
  }

  /** A task has started or ended: it does not wait any more. */
  void leavePlace(ProcessTask<?> task) {
    if (task.holdsPlace) {
      task.holdsPlace = false;
      placeFree.run();
    }
  }

  /** A worker is idle and nothing is queued: what lies with a busy one should not have to wait. */
  private void takeFromLoaded() {
    WorkerLink loaded = mostLoaded();
    if (loaded != null) {
      addFirst(loaded.revokeLast(loaded.tasks.size() / 2));
    }
  }

  private @Nullable WorkerLink mostLoaded() {
    WorkerLink most = null;
    for (WorkerLink worker : busy) {
      if (worker.tasks.size() > (most == null ? 1 : most.tasks.size())) {
        most = worker;
      }
    }
    return most;
  }
}
