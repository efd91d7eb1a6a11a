package dev.rota.schedule;

import org.jspecify.annotations.Nullable;

/**
 * First come, first served: a task runs until it waits or ends, and goes to the end of the queue
 * when it can run again. The batch processing of the first operating systems.
 *
 * <p>O(1) a decision. A task waits for all that are ready before it, however long they are, and for
 * no other; nobody starves as long as every task waits or ends some time.
 */
public final class Fifo implements Policy {

  private final Line queue = new Line();

  /** Makes the policy of one pool or one simulated machine. */
  public Fifo() {}

  @Override
  public void add(Schedulable task, Ready why, long now) {
    var place = new Line.Place(task);
    task.state(place);
    queue.addLast(place);
  }

  @Override
  public @Nullable Schedulable next(long now) {
    return queue.poll();
  }

  @Override
  public long slice(Schedulable task, long now) {
    return NO_END;
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    return task.state() instanceof Line.Place place && place.leave();
  }

  @Override
  public String toString() {
    return "fifo";
  }
}
