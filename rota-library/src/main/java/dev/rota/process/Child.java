package dev.rota.process;

import org.jspecify.annotations.Nullable;

/**
 * What makes a task one that a task in a worker has submitted. What it returns is a message that
 * this process does not read but passes on to that worker, which is its home.
 */
final class Child {

  private final NestedTasks nested;
  final ProcessTask<?> task;
  final WorkerLink home;

  /** What the home calls it. */
  final long id;

  /** Where the task is that submitted it, and which that is. */
  final int parentSlot;

  final long parentSequence;

  /** How many tasks there are above it; set when it is admitted. */
  int depth;

  Child(
      NestedTasks nested,
      ProcessTask<?> task,
      WorkerLink home,
      long id,
      int parentSlot,
      long parentSequence) {
    this.nested = nested;
    this.task = task;
    this.home = home;
    this.id = id;
    this.parentSlot = parentSlot;
    this.parentSequence = parentSequence;
  }

  /** Under the lock: the pool is about to take the task. */
  void admit() {
    nested.admit(this);
  }

  /** Without the lock: the task returned. */
  void returned(@Nullable Object value) {
    nested.returned(this, value);
  }

  /** Without the lock: the task failed. */
  void failed(Throwable failure) {
    nested.failed(this, failure);
  }
}
