package dev.rota.worker;

import dev.rota.Pool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Pool#current()} is to the tasks that one thread at a time runs: each task that asks
 * has a pool of its own, which ends with it. Used by the thread that runs tasks.
 */
final class Nesting implements Supplier<Pool> {

  private final Submissions submissions;
  private int slot;
  private long sequence;
  private boolean inTask;
  private @Nullable NestedPool used;

  Nesting(Submissions submissions) {
    this.submissions = submissions;
  }

  void begin(int slot, long sequence) {
    this.slot = slot;
    this.sequence = sequence;
    inTask = true;
  }

  /** To be called before the master hears of the end of the task. */
  void end() {
    inTask = false;
    NestedPool pool = used;
    if (pool != null) {
      used = null;
      pool.end();
    }
  }

  @Override
  public Pool get() {
    if (!inTask) {
      throw new IllegalStateException("no task runs on this thread");
    }
    NestedPool pool = used;
    if (pool == null) {
      pool = new NestedPool(submissions, slot, sequence);
      used = pool;
    }
    return pool;
  }
}
