package dev.rota.simulate;

import java.util.Arrays;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * What a task does, step by step: it computes, it waits (for I/O, say), it takes a lock and gives
 * it back. Immutable.
 */
public final class Steps {

  private static final long LOCKS = 0;

  /** Above 0: it computes so long; below: it waits so long; 0: it takes or gives back a lock. */
  private final long[] steps;

  private final @Nullable String @Nullable [] locks;

  private Steps(long[] steps, @Nullable String @Nullable [] locks) {
    this.steps = steps;
    this.locks = locks;
  }

  /**
   * A task without locks.
   *
   * @param bursts how long it computes and waits in turn, in nanoseconds, each above 0; at least
   *     one
   * @return its steps
   * @throws IllegalArgumentException if a time is out of range or there is none
   */
  public static Steps of(long... bursts) {
    return of("a task", bursts);
  }

  /** The same, with the name that is told if something is wrong. */
  static Steps of(String task, long... bursts) {
    var steps = new long[bursts.length];
    for (int i = 0; i < bursts.length; i++) {
      steps[i] = i % 2 == 0 ? checked(task, bursts[i]) : -checked(task, bursts[i]);
    }
    return new Steps(notEmpty(task, steps), null);
  }

  private static long checked(String task, long nanos) {
    if (nanos <= 0) {
      throw new IllegalArgumentException(
          "a burst of " + task + " must be above 0 ns, not " + nanos);
    }
    return nanos;
  }

  private static long[] notEmpty(String task, long[] steps) {
    if (steps.length == 0) {
      throw new IllegalArgumentException(task + " must have a burst");
    }
    return steps;
  }

  /**
   * Begins without a step.
   *
   * @return a builder without steps
   */
  public static Builder builder() {
    return new Builder();
  }

  int count() {
    return steps.length;
  }

  boolean computes(int step) {
    return steps[step] > LOCKS;
  }

  boolean isLock(int step) {
    return steps[step] == LOCKS;
  }

  /** How long it computes or waits. */
  long nanos(int step) {
    return Math.abs(steps[step]);
  }

  /** Whether the lock of that step is taken, not given back. */
  boolean takes(int step) {
    return lockStep(step).charAt(0) == Builder.TAKES;
  }

  String lock(int step) {
    return lockStep(step).substring(1);
  }

  @SuppressWarnings("NullAway") // it is asked of steps with locks only
  private String lockStep(int step) {
    return locks[step];
  }

  /** Whether it needs a core in that step or a later one. */
  boolean needsCoreFrom(int step) {
    for (int i = step; i < steps.length; i++) {
      if (steps[i] >= LOCKS) {
        return true;
      }
    }
    return false;
  }

  /** Makes them, one by one. Not thread-safe. */
  public static final class Builder {
    static final char TAKES = '+';
    private static final char GIVES = '-';

    private long[] steps = new long[4];
    private @Nullable String @Nullable [] locks;
    private int size;
    private final HashSet<String> held = new HashSet<>();

    private Builder() {}

    /**
     * It computes.
     *
     * @param nanos for how long, above 0
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder computes(long nanos) {
      if (size > 0 && steps[size - 1] > LOCKS) {
        steps[size - 1] += checked("a task", nanos);
      } else {
        add(checked("a task", nanos), null);
      }
      return this;
    }

    /**
     * It waits, for I/O, say.
     *
     * @param nanos for how long, above 0
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder waits(long nanos) {
      add(-checked("a task", nanos), null);
      return this;
    }

    /**
     * It takes a lock, and waits for it as long as it is not free: first come, first served. A name
     * of which the simulation knows {@linkplain Simulation#withSemaphore a number of permits} is a
     * semaphore, of which it takes one; any other is a mutex.
     *
     * @param name the lock's
     * @return this
     * @throws IllegalArgumentException if it has it
     */
    public Builder locks(String name) {
      if (!held.add(name)) {
        throw new IllegalArgumentException("a task must not take " + name + " when it has it");
      }
      add(LOCKS, TAKES + name);
      return this;
    }

    /**
     * It gives a lock back.
     *
     * @param name the lock's
     * @return this
     * @throws IllegalArgumentException if it does not have it
     */
    public Builder unlocks(String name) {
      if (!held.remove(name)) {
        throw new IllegalArgumentException(
            "a task must not give " + name + " back when it does not have it");
      }
      add(LOCKS, GIVES + name);
      return this;
    }

    private void add(long step, @Nullable String lock) {
      if (size == steps.length) {
        steps = Arrays.copyOf(steps, 2 * size);
      }
      steps[size] = step;
      if (lock != null && locks == null) {
        locks = new String[steps.length];
      }
      if (locks != null) {
        locks = Arrays.copyOf(locks, steps.length);
        locks[size] = lock;
      }
      size++;
    }

    /**
     * Makes it.
     *
     * @return the steps
     * @throws IllegalArgumentException if there is no step, or it ends with a lock
     */
    public Steps build() {
      if (!held.isEmpty()) {
        throw new IllegalArgumentException(
            "a task must give " + held.iterator().next() + " back before it ends");
      }
      return new Steps(notEmpty("a task", Arrays.copyOf(steps, size)), locks);
    }
  }
}
