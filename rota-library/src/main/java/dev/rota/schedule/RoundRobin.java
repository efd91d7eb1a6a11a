package dev.rota.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Each in turn for a quantum: who has used it up goes to the end of the queue. Kleinrock, "Analysis
 * of a time-shared processor", 1964.
 *
 * <p>O(1) a decision. Of n ready tasks on one processor each runs again after at most n - 1 quanta
 * of others. Weights do not count.
 */
public final class RoundRobin implements Policy {

  private final long quantumNanos;
  private final Line queue = new Line();

  /**
   * Makes the policy of one pool or one simulated machine.
   *
   * @param quantum above zero
   * @throws IllegalArgumentException if {@code quantum} is zero or negative
   */
  public RoundRobin(Duration quantum) {
    this.quantumNanos = Quantum.nanos("quantum", quantum);
  }

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
    return quantumNanos;
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    return task.state() instanceof Line.Place place && place.leave();
  }

  @Override
  public String toString() {
    return "rr";
  }
}
