package dev.rota.schedule;

import dev.rota.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a pool whose workers run each task to its end, in the order of a {@link Policy}. The
 * policy is told how long each task has held its worker, so that shares hold over many tasks.
 *
 * <p>Some tasks go {@linkplain #hurry before all others}, whatever the policy says, because a
 * running one waits for them.
 *
 * <p>If the policy throws, or hands out what it does not have, or nothing although tasks are ready,
 * it is not asked again: the queue goes on first come, first served, and {@link #failure} says why.
 *
 * <p>Not thread-safe: a pool uses it, and with it the policy, under its lock.
 *
 * @param <T> the pool's tasks
 */
public final class Backlog<T> {

  /**
   * A task in a backlog, or taken from it.
   *
   * @param <T> the pool's tasks
   */
  public static final class Entry<T> extends Schedulable {
    private @Nullable T task; // null once it is of no use any more
    private final String share;
    private final double weight;
    private final int priority;
    private final long expectedNanos;
    private final Line.Place place = new Line.Place(this);
    private boolean queued;
    private boolean hurries;
    private boolean isReady; // as the policy was told
    private boolean runs; // as the policy was told

    private Entry(long order, T task, TaskOptions options) {
      super(order);
      this.task = task;
      this.share = options.share();
      this.weight = options.weight();
      this.priority = options.priority();
      this.expectedNanos = options.expectedTime().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /**
     * The task.
     *
     * @return what was added
     */
    public T task() {
      if (task == null) {
        throw new IllegalStateException("it was removed, or has run");
      }
      return task;
    }

    @Override
    public String share() {
      return share;
    }

    @Override
    public double weight() {
      return weight;
    }

    @Override
    public int priority() {
      return priority;
    }

    @Override
    public long expectedNanos() {
      return expectedNanos;
    }

    @Override
    public String toString() {
      return "task " + order();
    }
  }

  private final Policy policy;
  private final LongSupplier clock;
  private final Line hurried = new Line();
  private final Line others = new Line(); // in the order in which they came
  private int size;
  private long added;
  private @Nullable String failure;

  /**
   * Makes an empty one.
   *
   * @param policy whose turn it is; serves this backlog alone
   * @param clock the time in nanoseconds, from any start
   */
  public Backlog(Policy policy, LongSupplier clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Adds a new task.
   *
   * @param task the task
   * @param options its share, weight, priority and expected time count
   * @return its entry
   */
  public Entry<T> add(T task, TaskOptions options) {
    var entry = new Entry<T>(added++, task, options);
    queue(entry);
    others.addLast(entry.place);
    tell(entry, Ready.ARRIVED);
    return entry;
  }

  /**
   * Puts back a task that was taken and has not run: it is where it was.
   *
   * @param entry the task's
   */
  public void putBack(Entry<T> entry) {
    queue(entry);
    (entry.hurries ? hurried : others).addFirst(entry.place);
    if (entry.runs) {
      entry.runs = false;
      tell(entry, Ready.PREEMPTED);
    }
  }

  private void queue(Entry<T> entry) {
    entry.queued = true;
    size++;
  }

  private void tell(Entry<T> entry, Ready why) {
    entry.isReady = true;
    ask(() -> policy.add(entry, why, clock.getAsLong()));
  }

  /**
   * Lets a task that is queued go before all others, and does not charge it: somebody waits for it.
   *
   * @param entry the task's
   */
  public void hurry(Entry<T> entry) {
    if (entry.queued) {
      entry.place.leave();
      hurried.addFirst(entry.place);
      entry.hurries = true;
      forget(entry);
    }
  }

  /**
   * Removes a task that is queued and is never to run.
   *
   * @param entry the task's
   * @return false if it was not queued
   */
  public boolean remove(Entry<T> entry) {
    if (!entry.queued) {
      return false;
    }
    unqueue(entry);
    forget(entry);
    entry.task = null;
    return true;
  }

  private void unqueue(Entry<T> entry) {
    entry.place.leave();
    entry.queued = false;
    size--;
  }

  /**
   * A policy that cannot take it back hands it out when its turn comes, and {@link #poll} skips it.
   */
  private void forget(Entry<T> entry) {
    if (entry.isReady) {
      ask(() -> entry.isReady = !policy.remove(entry, clock.getAsLong()));
    }
  }

  /**
   * Takes the task out whose turn it is.
   *
   * @return its entry, null if the backlog is empty
   */
  public @Nullable Entry<T> poll() {
    Entry<T> next = entry(hurried.poll());
    if (next == null && size > 0) {
      next = byPolicy();
    }
    if (next == null) {
      next = entry(others.poll());
    }
    if (next != null) {
      unqueue(next);
    }
    return next;
  }

  /** Null if the policy has failed, now or before. */
  private @Nullable Entry<T> byPolicy() {
    while (failure == null) {
      Entry<T> next = null;
      try {
        next = handedOut(policy.next(clock.getAsLong()));
      } catch (Throwable e) { // whatever it is, tasks go on
        fails(e);
      }
      if (next != null && next.queued && !next.hurries) {
        return next;
      }
      if (next != null) { // it was to be forgotten
        end(next);
      }
    }
    return null;
  }

  private Entry<T> handedOut(@Nullable Schedulable task) {
    if (task == null) {
      throw new IllegalStateException("it has no task, and " + size + " are ready");
    }
    if (!(task instanceof Entry<?>) || !entry(task).isReady) {
      throw new IllegalStateException("it handed out " + task + ", which was not ready");
    }
    Entry<T> entry = entry(task);
    entry.isReady = false;
    entry.runs = true;
    long _ = policy.slice(entry, clock.getAsLong()); // nobody cuts it, but policies count on it
    return entry;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the policy is given entries of T only
  private Entry<T> entry(@Nullable Schedulable task) {
    return (Entry<T>) task;
  }

  /**
   * Says that a task that was taken has ended, or that an attempt of it has.
   *
   * @param entry the task's, of no use any more
   * @param nanos how long it held its worker
   */
  public void ran(Entry<T> entry, long nanos) {
    entry.task = null;
    if (entry.runs) {
      entry.used(nanos);
      ask(() -> policy.charge(entry, nanos, clock.getAsLong()));
      end(entry);
    }
  }

  private void end(Entry<T> entry) {
    entry.runs = false;
    ask(() -> policy.leave(entry, true, clock.getAsLong()));
  }

  /**
   * Whether no task is queued.
   *
   * @return true if {@link #poll} would return null
   */
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * All that are queued, those that hurry first and the others in the order in which they came.
   *
   * @return a new list
   */
  public List<Entry<T>> toList() {
    var all = new ArrayList<Entry<T>>(size);
    hurried.forEach(task -> all.add(entry(task)));
    others.forEach(task -> all.add(entry(task)));
    return all;
  }

  /**
   * Why the policy is not asked any more.
   *
   * @return one line; empty as long as it is asked
   */
  public String failure() {
    return failure == null ? "" : failure;
  }

  private void ask(Runnable call) {
    if (failure == null) {
      try {
        call.run();
      } catch (Throwable e) { // whatever it is, tasks go on
        fails(e);
      }
    }
  }

  private void fails(Throwable e) {
    String what = e.toString().lines().findFirst().orElse("");
    failure = policy.getClass().getName() + ": " + what.substring(0, Math.min(what.length(), 200));
  }
}
