package dev.rota.simulate;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A mutex or a semaphore: first come, first served. Of a mutex it is known who has it, so that
 * those who wait for it can lend that one their turns.
 */
final class Lock {
  final String name;
  private final boolean isMutex;
  private final ArrayDeque<LiveTask> queue = new ArrayDeque<>();
  private @Nullable LiveTask holder;
  private long free;
  private long offCore; // of those that had it before
  private long offCoreBefore; // of who has it, until it got it

  Lock(String name, long permits, boolean isMutex) {
    this.name = name;
    this.free = permits;
    this.isMutex = isMutex;
  }

  /** Who has it, if one can tell. */
  @Nullable LiveTask holder() {
    return holder;
  }

  /** Takes it, or waits for it; true if it was free. */
  boolean take(LiveTask task, long now) {
    if (free == 0) {
      queue.add(task);
      return false;
    }
    free--;
    got(task, now);
    return true;
  }

  /** Gives it to the next, and says to whom. */
  @Nullable LiveTask give(long now) {
    offCore = offCore(now);
    holder = null;
    var next = queue.poll();
    if (next == null) {
      free++;
    } else {
      got(next, now);
    }
    return next;
  }

  private void got(LiveTask task, long now) {
    if (isMutex) {
      holder = task;
      offCoreBefore = task.offCore(now);
    }
  }

  /** For how long those that had it could have computed and had no core. */
  long offCore(long now) {
    return holder == null ? offCore : offCore + holder.offCore(now) - offCoreBefore;
  }

  @Nullable LiveTask firstWaiting() {
    return queue.peek();
  }
}
