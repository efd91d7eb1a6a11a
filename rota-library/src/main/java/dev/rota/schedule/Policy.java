package dev.rota.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose turn it is. What runs the tasks, a pool or the simulator, tells the policy what
 * becomes of each and asks it who is next; it decides nothing of that by itself.
 *
 * <p>A task is {@linkplain #add added} when it can run, is handed out by {@link #next} once, and is
 * then running until it is added again or {@linkplain #leave leaves}:
 *
 * <pre>
 *        add                next                add (EXPIRED, PREEMPTED, YIELDED)
 *  ----------------> ready -------> running -----------------------------------> ready
 *   ARRIVED, WOKEN                     |   leave
 *                                      +---------> waiting or ended
 * </pre>
 *
 * <p>While it runs, and always before it is added again or leaves, the CPU time that it used is
 * {@linkplain #charge charged}.
 *
 * <p>The least policy has {@code add}, {@code next} and {@code slice}:
 *
 * <pre>{@code
 * final class LastComeFirstServed implements Policy {
 *   private final ArrayDeque<Schedulable> stack = new ArrayDeque<>();
 *   public void add(Schedulable task, Ready why, long now) { stack.push(task); }
 *   public Schedulable next(long now) { return stack.poll(); }
 *   public long slice(Schedulable task, long now) { return NO_END; }
 * }
 * }</pre>
 *
 * <p><b>What a policy must hold to.</b> It is called by one thread at a time, under the lock of the
 * pool: it takes no lock, waits for nothing, starts no thread and keeps to O(log n) for n ready
 * tasks. Polls of {@link dev.rota.slice.Slice} that it comes across, in woven code that it calls,
 * have no effect: it is never preempted. It reads no clock and no randomness but by seed: {@code
 * now} is the time, in nanoseconds from an arbitrary start, and never goes back. One object serves
 * one pool or one run of the simulator. A policy that throws breaks its pool's promise of turns:
 * pools go on first come first served and say so, the simulator ends with the error.
 *
 * <p>Memory effects: what a thread did in the policy is visible to the next that enters it.
 */
public interface Policy {

  /** The time slice of a task that runs until it waits or ends. */
  long NO_END = Long.MAX_VALUE;

  /**
   * Takes a task that can run now.
   *
   * @param task neither ready nor running by what this policy was told
   * @param why where it comes from
   * @param now in nanoseconds
   */
  void add(Schedulable task, Ready why, long now);

  /**
   * Hands out the task whose turn it is.
   *
   * @param now in nanoseconds
   * @return a ready task, which runs from now on; null if none is ready
   */
  @Nullable Schedulable next(long now);

  /**
   * How long a task may run that was just handed out by {@link #next}.
   *
   * @param task the task
   * @param now in nanoseconds
   * @return above 0, in nanoseconds; {@link #NO_END} for as long as it likes
   */
  long slice(Schedulable task, long now);

  /**
   * Whether a task that was just added takes the processor of one that runs. Asked when no
   * processor is free.
   *
   * @param ready the task that was added
   * @param running those that run and are not told to stop already, in the order of their
   *     processors
   * @param now in nanoseconds
   * @return the one of {@code running} that has to go, or null to let all of them go on
   */
  default @Nullable Schedulable victim(
      Schedulable ready, List<? extends Schedulable> running, long now) {
    return null;
  }

  /**
   * Charges a running task.
   *
   * @param task the task; {@link Schedulable#cpuNanos()} has the time in it
   * @param nanos the CPU time it used since it was charged last
   * @param now in nanoseconds
   */
  default void charge(Schedulable task, long nanos, long now) {}

  /**
   * Says that a running task runs no more.
   *
   * @param task the task
   * @param ended true if it has ended, false if it waits and will be added again
   * @param now in nanoseconds
   */
  default void leave(Schedulable task, boolean ended, long now) {}

  /**
   * Takes back a ready task that is never to run, as if it had not been added: it was cancelled.
   * With a policy that cannot do that, the task stays ready and {@linkplain #leave leaves} as soon
   * as it is handed out, without having run; so it holds memory until its turn comes.
   *
   * @param task a ready task
   * @param now in nanoseconds
   * @return true if the policy has forgotten it, false if it will still be handed out
   */
  default boolean remove(Schedulable task, long now) {
    return false;
  }
}
