package dev.rota.slice;

import static java.util.Objects.requireNonNull;

import dev.rota.PoolBuilder;
import dev.rota.observe.Announcer;
import dev.rota.observe.Observer;
import dev.rota.schedule.Policy;
import dev.rota.schedule.RoundRobin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link SlicedPool}s; the defaults do without a single call. A worker of such a pool is a
 * carrier: a platform thread that runs one sliced thread at a time.
 */
public final class SlicedPoolBuilder extends PoolBuilder<SlicedPoolBuilder> {

  /** The most tasks that can be alive in one pool. */
  public static final int MAX_TASKS = 1 << 26;

  private static final Duration SHORTEST = Duration.ofNanos(100_000);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Duration quantum = Duration.ofMillis(10);
  private boolean quantumAsked;
  private @Nullable Policy policy;
  private boolean policyUsed;
  private int spares = -1;
  private int tasks = 1 << 20;
  private Duration interruptGrace = Duration.ofMillis(100);
  private final List<Observer> observers = new ArrayList<>();

  SlicedPoolBuilder() {}

  /**
   * Sets how long a task runs before others get their turn, with the default policy. Default: 10
   * ms. A policy given by {@link #policy} has slices of its own.
   *
   * @param quantum 100 microseconds to 10 seconds
   * @return this
   * @throws IllegalArgumentException if {@code quantum} is out of range
   */
  public SlicedPoolBuilder quantum(Duration quantum) {
    if (quantum.compareTo(SHORTEST) < 0 || quantum.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "quantum must be %s to %s, not %s".formatted(SHORTEST, LONGEST, quantum));
    }
    this.quantum = quantum;
    this.quantumAsked = true;
    return this;
  }

  /**
   * Sets who decides whose turn it is and for how long. Default: round robin with the {@linkplain
   * #quantum quantum}. The policy is called under the scheduler's lock, and by this pool alone.
   *
   * @param policy a policy that serves no other pool
   * @return this
   */
  public SlicedPoolBuilder policy(Policy policy) {
    this.policy = requireNonNull(policy, "policy");
    this.policyUsed = false;
    return this;
  }

  /**
   * Sets how many spare carriers there may be. One takes the place of a carrier that does not come
   * back, because its task is where it cannot be taken off: in code of the JDK, a class
   * initialiser, a native call, file I/O. It is made when it is first needed. Default: four for
   * each worker, 16 at least.
   *
   * @param spares 0 to {@link #MAX_WORKERS}
   * @return this
   * @throws IllegalArgumentException if {@code spares} is out of range
   */
  public SlicedPoolBuilder spares(int spares) {
    this.spares = requireRange("spares", spares, 0, MAX_WORKERS);
    return this;
  }

  /**
   * Sets how many tasks may be alive at a time, started or not; the others are held back in the
   * order in which they came, unseen by the policy. A task that waits for another of its pool does
   * not count meanwhile. Default: 1,048,576.
   *
   * @param tasks 1 to {@link #MAX_TASKS}
   * @return this
   * @throws IllegalArgumentException if {@code tasks} is out of range
   */
  public SlicedPoolBuilder tasks(int tasks) {
    this.tasks = requireRange("tasks", tasks, 1, MAX_TASKS);
    return this;
  }

  /**
   * Sets how long a task that was interrupted, because it is overdue or cancelled, may go on before
   * it counts as abandoned, so that the pool does not wait for it. Default: 100 ms.
   *
   * @param interruptGrace above zero
   * @return this
   * @throws IllegalArgumentException if {@code interruptGrace} is zero or negative
   */
  public SlicedPoolBuilder interruptGrace(Duration interruptGrace) {
    this.interruptGrace = requirePositive("interruptGrace", interruptGrace);
    return this;
  }

  /**
   * Adds one who is told what the pool does. Default: nobody is told, and events are not even made,
   * except for Flight Recorder while it records.
   *
   * @param observer who is told, on the pool's threads: it must be quick
   * @return this
   */
  public SlicedPoolBuilder observer(Observer observer) {
    observers.add(requireNonNull(observer, "observer"));
    return this;
  }

  /**
   * Builds the pool and starts its carriers.
   *
   * @throws UnsupportedOperationException if this JVM does not let Rota have virtual threads with a
   *     scheduler of its own; the message says what to do
   * @throws IllegalStateException if a quantum was set beside a policy, or the policy serves a pool
   *     already
   */
  @Override
  public SlicedPool build() {
    VirtualThreads.require();
    SlicedPool pool =
        new SlicedPool(
            this,
            name(),
            workers(),
            spares < 0 ? Math.max(16, 4 * workers()) : spares,
            tasks,
            policyOfOnePool(),
            interruptGrace,
            System::nanoTime,
            new Announcer(observers));
    pool.start();
    return pool;
  }

  private Policy policyOfOnePool() {
    if (policy == null) {
      return new RoundRobin(quantum);
    }
    if (quantumAsked) {
      throw new IllegalStateException(
          "quantum is %s, but the policy that was given has slices of its own".formatted(quantum));
    }
    if (policyUsed) {
      throw new IllegalStateException("policy %s serves another pool already".formatted(policy));
    }
    policyUsed = true;
    return policy;
  }

  @Override
  protected SlicedPoolBuilder self() {
    return this;
  }
}
