package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.wire.Slots;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tasks that are with one worker, by runs. Guarded by the pool's lock. */
final class Runs {

  /** What became of them. */
  final WorkerSlots slots;

  private final int threads;
  private final Deque<Run> runs = new ArrayDeque<>(); // in the order in which they will be begun
  private final @Nullable Run[] inSlot = new Run[Slots.COUNT];
  private final Deque<Integer> freeSlots = new ArrayDeque<>();
  private int count; // of tasks in all runs
  private int slow; // runs that are

  /** Those of a worker that does {@code threads} runs at once. */
  Runs(WorkerSlots slots, int threads) {
    this.slots = slots;
    this.threads = threads;
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      freeSlots.addLast(slot);
    }
  }

  /** How many tasks are with the worker. */
  int count() {
    return count;
  }

  /** How many threads of the worker have nothing to do, as far as was heard. */
  int freeThreads() {
    return Math.max(0, threads - runs.size());
  }

  /** How many tasks wait behind others. */
  int waiting() {
    return count - Math.min(threads, runs.size());
  }

  /** Whether no more runs can be told apart. */
  boolean isFull() {
    return freeSlots.isEmpty();
  }

  /** How many more tasks the worker may be sent at a {@code pace}. */
  int room(Pace pace) {
    return pace.room(threads, slow, count);
  }

  /** All that is with the worker, in order. */
  List<ProcessTask<?>> tasks() {
    List<ProcessTask<?>> tasks = new ArrayList<>(count);
    runs.forEach(run -> tasks.addAll(run.tasks));
    return tasks;
  }

  /** The runs that are with the worker, in the order in which they will be begun. */
  Collection<Run> all() {
    return Collections.unmodifiableCollection(runs);
  }

  /** The first task of each run that is under way or begins next. */
  void heads(Consumer<ProcessTask<?>> action) {
    Iterator<Run> first = runs.iterator();
    for (int i = 0; i < threads && first.hasNext(); i++) {
      action.accept(first.next().tasks.getFirst());
    }
  }

  /** The first task of a run that has not ended, null if all have, whether heard of or not. */
  @Nullable ProcessTask<?> current(Run run) {
    if (slots.state(run.tasks.getLast()) == Slots.State.DONE) {
      return null;
    }
    for (ProcessTask<?> task : run.tasks) {
      if (slots.state(task) != Slots.State.DONE) {
        return task;
      }
    }
    return null;
  }

  /** Whether no task of a run has started. */
  boolean isUnstarted(Run run) {
    return slots.state(run, run.first) == Slots.State.QUEUED;
  }

  /** The task of a slot that ends next, if it is the one meant. */
  @Nullable ProcessTask<?> next(int slot, long sequence) {
    Run run = inSlot[slot];
    ProcessTask<?> task = run == null ? null : run.tasks.getFirst();
    return task != null && task.sequence == sequence ? task : null;
  }

  /** Tasks are about to be sent: {@code firstSequence} and those that follow it. */
  Run add(List<ProcessTask<?>> tasks, long firstSequence) {
    Run run = new Run(freeSlots.removeFirst(), firstSequence);
    run.tasks.addAll(tasks);
    inSlot[run.slot] = run;
    runs.addLast(run);
    count += tasks.size();
    slots.send(run, tasks.size());
    return run;
  }

  /** The task is not with the worker any more. */
  void remove(ProcessTask<?> task) {
    Run run = requireNonNull(task.run);
    if (run.tasks.getFirst() == task) {
      run.tasks.removeFirst();
    } else {
      run.tasks.remove(task);
    }
    removed(run, task);
  }

  private void removed(Run run, ProcessTask<?> task) {
    task.takenBack();
    count--;
    if (run.tasks.isEmpty()) {
      notSlow(run);
      inSlot[run.slot] = null;
      freeSlots.addLast(run.slot); // late: a thread of the worker may be about to look into it
      if (runs.getFirst() == run) {
        runs.removeFirst();
      } else {
        runs.remove(run);
      }
    }
  }

  /** Whether each of the worker's threads has a slow task. */
  boolean isTakenUp() {
    return slow >= threads;
  }

  /** The task that runs keeps others waiting; nothing is sent behind it until it ends. */
  void slowed(Run run) {
    if (!run.slow) {
      run.slow = true;
      slow++;
    }
  }

  /** The task that ran has ended. */
  void notSlow(Run run) {
    if (run.slow) {
      run.slow = false;
      slow--;
    }
  }

  /**
   * Takes back a task and those behind it in its run, as far as they have not started.
   *
   * @return what was taken back, in order
   */
  Deque<ProcessTask<?>> revoke(ProcessTask<?> task) {
    return revoke(requireNonNull(task.run), task.sequence);
  }

  /** Takes back the tasks of a run from {@code from} on, as far as they have not started. */
  Deque<ProcessTask<?>> revoke(Run run, long from) {
    long first = slots.revoke(run, from);
    Deque<ProcessTask<?>> revoked = new ArrayDeque<>();
    while (!run.tasks.isEmpty() && run.tasks.getLast().sequence >= first) {
      ProcessTask<?> task = run.tasks.removeLast();
      removed(run, task);
      revoked.addFirst(task);
    }
    return revoked;
  }

  /** Takes back all tasks that have not started, in order. */
  Deque<ProcessTask<?>> revokeAll() {
    return revokeLast(Integer.MAX_VALUE);
  }

  /** Takes back the last {@code most} of the tasks, as far as they have not started, in order. */
  Deque<ProcessTask<?>> revokeLast(int most) {
    Deque<ProcessTask<?>> revoked = new ArrayDeque<>();
    Iterator<Run> backwards = new ArrayDeque<>(runs).descendingIterator();
    while (backwards.hasNext() && revoked.size() < most) {
      Run run = backwards.next();
      int kept = Math.max(0, run.tasks.size() - (most - revoked.size()));
      Deque<ProcessTask<?>> of = revoke(run, run.tasks.getFirst().sequence + kept);
      of.descendingIterator().forEachRemaining(revoked::addFirst);
    }
    return revoked;
  }
}
