package dev.rota.schedule;

import static java.lang.Math.max;
import static java.util.Comparator.comparingLong;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The task first that is expected to need the least, by {@link Schedulable#expectedNanos()}; of two
 * alike the older, and after all others those of which nothing is known. Conway, Maxwell and
 * Miller, "Theory of Scheduling", 1967; Smith 1956 proved that no other order gives a lower mean
 * turnaround to tasks that are there at the same time on one processor.
 *
 * <p>{@linkplain #ShortestFirst() As it comes} a task runs until it waits or ends. {@linkplain
 * #preemptive() Preemptive}, it is shortest remaining time first (Schrage 1968: the lowest mean
 * turnaround also when tasks come at different times): a task that needs less than what is left of
 * a running one takes its processor.
 *
 * <p>O(log n) a decision for n ready tasks. Long tasks starve for as long as shorter ones keep
 * coming.
 */
public final class ShortestFirst implements Policy {

  private static final class Burst extends Heap.Entry {
    final Schedulable task;
    long left; // MAX_VALUE: unknown, and stays so
    long knownAt; // when `left` was right

    Burst(Schedulable task) {
      this.task = task;
    }

    long leftAt(long now) {
      return left == Long.MAX_VALUE ? left : max(0, left - (now - knownAt));
    }

    void use(long nanos, long now) {
      knownAt = now;
      left = left == Long.MAX_VALUE ? left : max(0, left - nanos);
    }
  }

  private static final Comparator<Burst> SHORTER =
      Comparator.<Burst>comparingLong(burst -> burst.left)
          .thenComparing(comparingLong(burst -> burst.task.order()));

  private final boolean preempts;
  private final Heap<Burst> ready = new Heap<>(SHORTER);

  /** Makes the policy of one pool or one simulated machine. */
  public ShortestFirst() {
    this(false);
  }

  private ShortestFirst(boolean preempts) {
    this.preempts = preempts;
  }

  /**
   * Makes the preemptive form, shortest remaining time first.
   *
   * @return the policy of one pool or one simulated machine
   */
  public static ShortestFirst preemptive() {
    return new ShortestFirst(true);
  }

  @Override
  public void add(Schedulable task, Ready why, long now) {
    if (why == Ready.ARRIVED) {
      task.state(new Burst(task));
    }
    Burst burst = burst(task);
    if (why == Ready.ARRIVED || why == Ready.WOKEN) {
      burst.left = max(0, task.expectedNanos());
    }
    ready.add(burst);
  }

  @Override
  public @Nullable Schedulable next(long now) {
    Burst shortest = ready.first();
    if (shortest == null) {
      return null;
    }
    ready.remove(shortest);
    shortest.knownAt = now;
    return shortest.task;
  }

  @Override
  public long slice(Schedulable task, long now) {
    return NO_END;
  }

  /** The one with the most left, if that is more than the new one needs. */
  @Override
  public @Nullable Schedulable victim(
      Schedulable ready, List<? extends Schedulable> running, long now) {
    Schedulable longest = null;
    long most = preempts ? burst(ready).left : Long.MAX_VALUE;
    for (Schedulable candidate : running) {
      long left = burst(candidate).leftAt(now);
      if (left > most) {
        most = left;
        longest = candidate;
      }
    }
    return longest;
  }

  @Override
  public void charge(Schedulable task, long nanos, long now) {
    burst(task).use(nanos, now);
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    Burst burst = burst(task);
    boolean isReady = burst.isInHeap();
    if (isReady) {
      ready.remove(burst);
    }
    return isReady;
  }

  private static Burst burst(Schedulable task) {
    if (task.state() instanceof Burst burst) {
      return burst;
    }
    throw new IllegalArgumentException("no task of this policy: " + task);
  }

  @Override
  public String toString() {
    return preempts ? "srtf" : "sjf";
  }
}
