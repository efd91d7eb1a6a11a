package dev.rota.thread;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The threads of a pool. A worker that does not come back in time from an interrupted task is
 * overdue. As soon as the bound allows it is replaced: another works in its stead, and it ends when
 * it comes back. Until then it stays a worker, and works on when it comes back.
 *
 * <p>A worker whose task waits for other tasks of the pool is replaced too, for as long as it
 * waits.
 *
 * <p>Not thread-safe: the pool calls it under its lock.
 */
final class Crew {

  /** As many as the JDK's fork-join pools allow themselves. */
  private static final int MOST_WAITING = 256;

  private final IntFunction<Worker> numbered;
  private int size;
  private final int maxReplaced;
  private final Consumer<Worker> onReplaced;
  private final Set<Worker> workers = new LinkedHashSet<>();
  private final Set<Worker> overdue = new LinkedHashSet<>(); // some of the workers, oldest first
  private final Set<Worker> replaced = new HashSet<>(); // none of the workers
  private final Set<Worker> dismissed = new HashSet<>(); // some of the workers: about to end
  private int hired;
  private int waiting;

  Crew(IntFunction<Worker> numbered, int size, int maxReplaced, Consumer<Worker> onReplaced) {
    this.numbered = numbered;
    this.size = size;
    this.maxReplaced = maxReplaced;
    this.onReplaced = onReplaced;
  }

  /** Brings the crew to full strength as far as the bound allows. */
  void fill() {
    Iterator<Worker> oldestFirst = overdue.iterator();
    while (oldestFirst.hasNext() && replaced.size() < maxReplaced) {
      Worker worker = oldestFirst.next();
      oldestFirst.remove();
      workers.remove(worker);
      replaced.add(worker);
      onReplaced.accept(worker);
    }
    while (present() < size + waiting) {
      hire();
    }
  }

  /** From now on there are to be so many. */
  void resize(int workers) {
    size = workers;
  }

  int size() {
    return size;
  }

  /** Whether one more can be replaced while its task waits for others. */
  boolean mayWait() {
    return waiting < MOST_WAITING;
  }

  int waiting() {
    return waiting;
  }

  /** The task of a worker waits for others: one more thread is needed. */
  void waits() {
    waiting++;
  }

  void waitsNoMore() {
    waiting--;
  }

  /** Whether there are more than needed; then a worker that has nothing to do is to end. */
  boolean isSurplus() {
    return present() > size + waiting;
  }

  /** A worker is about to end: it does not count any more. */
  void dismiss(Worker worker) {
    if (workers.contains(worker)) {
      dismissed.add(worker);
    }
  }

  private void hire() {
    Worker worker = numbered.apply(hired + 1);
    worker.start(); // may fail, then nothing has changed
    workers.add(worker);
    hired++;
  }

  void isOverdue(Worker worker) {
    if (workers.contains(worker)) {
      overdue.add(worker);
    }
  }

  /** Whether a worker that ended its task is still wanted; false if it was replaced meanwhile. */
  boolean cameBack(Worker worker) {
    overdue.remove(worker);
    return workers.contains(worker);
  }

  /** A worker ends; true if another has taken its place before. */
  boolean left(Worker worker) {
    workers.remove(worker);
    overdue.remove(worker);
    dismissed.remove(worker);
    return replaced.remove(worker);
  }

  /** Whether all that is still there is overdue. */
  boolean isGone() {
    return workers.size() == overdue.size();
  }

  /** What the workers run now, except for those that are overdue. */
  List<? extends ThreadTask<?>> running() {
    return workers.stream()
        .filter(worker -> !overdue.contains(worker))
        .map(Worker::current)
        .filter(Objects::nonNull)
        .toList();
  }

  int busy() {
    return (int) workers.stream().filter(worker -> worker.current() != null).count();
  }

  int present() {
    return workers.size() - dismissed.size();
  }

  /** How many are overdue, replaced or not. */
  int abandoned() {
    return overdue.size() + replaced.size();
  }

  int hired() {
    return hired;
  }
}
