package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.schedule.Policy;
import dev.rota.wire.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives queued tasks to workers that wait, in the order of the queue or of a policy, to at most
 * {@code limit} workers at a time; ready workers beyond are the spares. If workers have several
 * threads the tasks are spread over the workers first. All methods are called under the pool's
 * lock.
 */
final class Dispatcher {

  private final LongSupplier clock;
  private final Consumer<WorkerLink> watch;
  private final Runnable placeFree;
  private final QueueByDepth queue;
  private final boolean sendsAhead;
  private final Roster roster;
  private long lastSequence;
  private boolean stopped;

  /**
   * Dispatches to at most {@code limit} workers.
   *
   * @param policy in which order; null for that in which tasks come
   * @param watch is told of every worker that was sent tasks
   * @param placeFree is told when a task gives up its place in the queue
   */
  Dispatcher(
      int limit,
      LongSupplier clock,
      @Nullable Policy policy,
      Consumer<WorkerLink> watch,
      Runnable placeFree) {
    this.queue =
        new QueueByDepth(policy == null ? new ArrivalOrder() : new PolicyOrder(policy, clock));
    this.sendsAhead = policy == null; // else the policy could not change its mind
    this.roster = new Roster(limit);
    this.clock = clock;
    this.watch = watch;
    this.placeFree = placeFree;
  }

  /** Queues a task behind all others. */
  void add(ProcessTask<?> task) {
    queue.addLast(task);
    dispatch();
  }

  /** Puts tasks back at the head of the queue, in their order. */
  void addFirst(Deque<? extends ProcessTask<?>> tasks) {
    for (var backwards = tasks.descendingIterator(); backwards.hasNext(); ) {
      queue.addFirst(backwards.next());
    }
    dispatch();
  }

  /** Takes a task out of the queue that is in it. */
  void remove(ProcessTask<?> task) {
    queue.remove(task);
    leavePlace(task);
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
    List<ProcessTask<?>> all = queue.toList();
    all.forEach(this::remove);
    return all;
  }

  /** Takes out of the queue what tasks have submitted. */
  Collection<ProcessTask<?>> removeNested() {
    List<ProcessTask<?>> nested = queue.toList().stream().filter(task -> task.depth() > 0).toList();
    nested.forEach(this::remove);
    return nested;
  }

  /** A worker can be given tasks. */
  void ready(WorkerLink worker) {
    roster.ready(worker);
    dispatch();
  }

  /**
   * A worker has finished tasks, or has read what was sent: gives it more if it should have more.
   */
  void served(WorkerLink worker) {
    if (!roster.isBusy(worker)) {
      worker.flush(); // of what it was sent and need not run there may be a rest
      worker.runs.heads(this::leavePlace);
      if (worker.runs.count() == 0 && roster.leave(worker)) {
        dispatch();
      }
      return;
    }
    deliver(worker, !roster.isExcess(worker) && sendAll(worker));
    if (worker.runs.count() == 0) {
      roster.ends(worker, !isUsedUp(worker));
    }
    if (queue.isEmpty() && isOpen(worker)) {
      takeFromLoaded();
    }
    dispatch();
  }

  /** Takes a task that has not started from its worker for good; false if it has started. */
  boolean takeOut(ProcessTask<?> task, WorkerLink worker) {
    Deque<ProcessTask<?>> revoked = worker.runs.revoke(task);
    boolean taken = revoked.peekFirst() == task;
    if (taken) {
      revoked.removeFirst();
      leavePlace(task);
      ran(task, 0);
    }
    addFirst(revoked);
    if (taken) {
      served(worker);
    }
    return taken;
  }

  /** From now on so many workers are at work; those beyond are given nothing more. */
  void limit(int workers) {
    roster.limit(workers);
    for (WorkerLink worker : roster.excess()) {
      roster.open(worker, false);
      takeBack(worker);
      if (worker.runs.count() == 0) {
        served(worker); // nothing that it had has started
      }
    }
    dispatch();
  }

  int limit() {
    return roster.limit();
  }

  /** How many workers are used, whether they have something to do or not. */
  int used() {
    return roster.used();
  }

  /** How many of those that there are to be have nothing to do. */
  int unused() {
    return queue.isEmpty() ? roster.unused() : 0;
  }

  /** So many busy workers do not count against the limit. */
  void relieved(int workers) {
    roster.relieved(workers);
    dispatch();
  }

  /** Some of the workers that wait for tasks, the coldest first. */
  List<WorkerLink> idle(int most) {
    return roster.idle(most);
  }

  /** A worker is not to be given tasks any more; it may finish what it has. */
  void withdraw(WorkerLink worker) {
    roster.withdraw(worker);
  }

  /** A thread of a worker is taken up by one task: what lies behind it goes elsewhere. */
  void takenUp(WorkerLink worker, ProcessTask<?> task) {
    Run run = requireNonNull(task.run);
    worker.runs.slowed(run);
    addFirst(
        worker.runs.isTakenUp()
            ? worker.runs.revokeAll()
            : worker.runs.revoke(run, task.sequence + 1));
  }

  /** What was sent ahead to a worker and has not started stands in the queue again. */
  void takeBack(WorkerLink worker) {
    addFirst(worker.runs.revokeAll());
  }

  /** A worker is gone, or as good as gone, and nothing is with it any more. */
  void forget(WorkerLink worker) {
    withdraw(worker);
    var _ = roster.leave(worker);
    dispatch();
  }

  /** Whether a worker has done as many tasks as one may. */
  boolean isUsedUp(WorkerLink worker) {
    return worker.finished >= worker.maxTasks;
  }

  /** A worker had that task for so long, and has it no more; it may be added again. */
  void ran(ProcessTask<?> task, long nanos) {
    queue.ran(task, nanos);
  }

  /** Why tasks do not go by the policy any more; empty as long as they do, and without one. */
  String policyFailure() {
    return queue.policyFailure();
  }

  boolean isQueueEmpty() {
    return queue.isEmpty();
  }

  int busy() {
    return roster.busy();
  }

  int idle() {
    return roster.idle();
  }

  private void dispatch() {
    while (!stopped && !queue.isEmpty()) {
      WorkerLink worker = roster.freest();
      if (worker == null || next() == null) {
        return;
      }
      if (send(worker)) {
        roster.begins(worker);
        if (worker.runs.freeThreads() == 0) {
          sendAll(worker);
        }
        deliver(worker, true);
      } else {
        roster.open(worker, false); // or it stays idle: what there was has just been cancelled
      }
    }
  }

  /** The first that waits; those whose future has ended meanwhile do not wait any more. */
  private @Nullable ProcessTask<?> next() {
    ProcessTask<?> first = queue.first();
    while (first != null && first.isDone()) {
      remove(first);
      first = queue.first();
    }
    return first;
  }

  /** Sends as much as may be with the worker; false if there is nothing to send. */
  private boolean sendAll(WorkerLink worker) {
    boolean sent = false;
    while (send(worker)) {
      sent = true;
    }
    return sent;
  }

  /** Sends one message with as many tasks as should travel together; false if there are none. */
  private boolean send(WorkerLink worker) {
    List<ProcessTask<?>> tasks = take(worker);
    if (tasks.isEmpty()) {
      return false;
    }
    worker.send(tasks, lastSequence + 1, clock.getAsLong());
    lastSequence += tasks.size();
    return true;
  }

  /** Lets a busy worker know of what it was sent, if anything. */
  private void deliver(WorkerLink worker, boolean sent) {
    worker.flush();
    if (sent) {
      watch.accept(worker);
    }
    worker.runs.heads(this::leavePlace);
    roster.open(worker, isOpen(worker));
  }

  /** Whether a worker has a thread for a task, and may be given it. */
  private boolean isOpen(WorkerLink worker) {
    return worker.runs.freeThreads() > 0
        && worker.verdict == null
        && !roster.isExcess(worker)
        && most(worker) > 0;
  }

  /** How many more tasks a worker may be given. */
  private int most(WorkerLink worker) {
    int most = Math.min(worker.room(), worker.maxTasks - worker.finished - worker.runs.count());
    return sendsAhead ? most : Math.min(most, worker.runs.freeThreads());
  }

  /** Takes out of the queue what is to be sent to a worker in one message. */
  private List<ProcessTask<?>> take(WorkerLink worker) {
    int most = most(worker);
    if (stopped || most <= 0) {
      return List.of();
    }
    int together = sendsAhead ? Math.min(most, worker.pace.together()) : 1;
    List<ProcessTask<?>> tasks = new ArrayList<>();
    int bytes = 0;
    while (tasks.size() < together) {
      ProcessTask<?> task = next();
      bytes += task == null ? 0 : task.cargo.bytes.length;
      if (task == null || (bytes > Message.RUN_BYTES && !tasks.isEmpty())) {
        break;
      }
      queue.take(task);
      tasks.add(task);
    }
    return tasks;
  }

  /** A task has started or ended: it does not wait any more. */
  void leavePlace(ProcessTask<?> task) {
    if (task.holdsPlace) {
      task.holdsPlace = false;
      placeFree.run();
    }
  }

  /** A thread is idle and nothing is queued: what lies behind another should not have to wait. */
  private void takeFromLoaded() {
    WorkerLink loaded = roster.mostLoaded();
    if (loaded != null) {
      addFirst(loaded.runs.revokeLast((loaded.runs.waiting() + 1) / 2));
    }
  }
}
