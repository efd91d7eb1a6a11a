package dev.rota;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The options that every pool has. A builder is used by one thread; it can build several pools, and
 * a pool does not notice what its builder is told later.
 *
 * @param <B> the builder itself
 */
public abstract class PoolBuilder<B extends PoolBuilder<B>> {

  /** The most workers a pool can have. */
  public static final int MAX_WORKERS = 4096;

  /** The longest queue a pool can have. */
  public static final int MAX_QUEUE = 1 << 24;

  private String name = "rota";
  private Workers workers = Workers.fixed(Runtime.getRuntime().availableProcessors());
  private boolean workersAsked;
  private int queueCapacity = 4096;
  private WhenFull whenFull = WhenFull.BLOCK;
  private @Nullable Duration taskTimeout;
  private @Nullable Duration taskCpuTimeout;
  private Executor stageExecutor = Thread::startVirtualThread;

  /** For the builders of pools. */
  protected PoolBuilder() {}

  /**
   * Names the pool; its workers and threads are called after it.
   *
   * @param name the name
   * @return this
   */
  public B name(String name) {
    this.name = requireNonNull(name, "name");
    return self();
  }

  /**
   * Sets how many workers the pool keeps. Default: as many as this JVM may use processors, which
   * heeds affinity and the quota of cgroups; {@link PoolStats#sizing()} says what decided.
   *
   * @param workers 1 to {@link #MAX_WORKERS}
   * @return this
   * @throws IllegalArgumentException if {@code workers} is out of range
   */
  public B workers(int workers) {
    return setWorkers(Workers.fixed(workers));
  }

  /**
   * For builders of pools whose number of workers can change.
   *
   * @param workers how many workers the pool may have
   * @return this
   */
  protected final B setWorkers(Workers workers) {
    this.workers = requireNonNull(workers, "workers");
    this.workersAsked = true;
    return self();
  }

  /**
   * Sets how many tasks may wait for a worker. Default: 4096.
   *
   * @param queueCapacity 1 to {@link #MAX_QUEUE}
   * @return this
   * @throws IllegalArgumentException if {@code queueCapacity} is out of range
   */
  public B queueCapacity(int queueCapacity) {
    this.queueCapacity = requireRange("queueCapacity", queueCapacity, 1, MAX_QUEUE);
    return self();
  }

  /**
   * Sets what happens to a task that comes while the queue is full. Default: {@link
   * WhenFull#BLOCK}.
   *
   * @param whenFull what happens
   * @return this
   */
  public B whenFull(WhenFull whenFull) {
    this.whenFull = requireNonNull(whenFull, "whenFull");
    return self();
  }

  /**
   * Sets the longest wall-clock time a task may take from its start. Default: none.
   *
   * @param taskTimeout above zero
   * @return this
   * @throws IllegalArgumentException if {@code taskTimeout} is zero or negative
   */
  public B taskTimeout(Duration taskTimeout) {
    this.taskTimeout = requirePositive("taskTimeout", taskTimeout);
    return self();
  }

  /**
   * Sets the most CPU time a task may take, as the operating system counts it for the thread that
   * runs it; threads that the task starts do not count. Unlike {@link #taskTimeout} it strikes no
   * task that waits, or whose machine is busy with others. Default: none.
   *
   * @param taskCpuTimeout above zero
   * @return this
   * @throws IllegalArgumentException if {@code taskCpuTimeout} is zero or negative
   */
  public B taskCpuTimeout(Duration taskCpuTimeout) {
    this.taskCpuTimeout = requirePositive("taskCpuTimeout", taskCpuTimeout);
    return self();
  }

  /**
   * Sets what runs the dependent stages of the pool's futures. Default: a virtual thread each.
   *
   * @param stageExecutor the executor; if it refuses a stage, a virtual thread runs it
   * @return this
   */
  public B stageExecutor(Executor stageExecutor) {
    this.stageExecutor = requireNonNull(stageExecutor, "stageExecutor");
    return self();
  }

  /**
   * Builds the pool and starts its workers.
   *
   * @return a pool that takes tasks
   * @throws UnsupportedOperationException if CPU time is limited and this system does not count it
   */
  public abstract Pool build();

  /**
   * This builder as its own type.
   *
   * @return this
   */
  protected abstract B self();

  /**
   * The pool's name.
   *
   * @return the name
   */
  protected final String name() {
    return name;
  }

  /**
   * How many workers the pool begins with.
   *
   * @return 1 to {@link #MAX_WORKERS}
   */
  protected final int workers() {
    return workers.first();
  }

  /**
   * How many workers the pool may have.
   *
   * @return a number or bounds
   */
  protected final Workers bounds() {
    return workers;
  }

  /**
   * How many workers the pool keeps, and why.
   *
   * @return one line
   */
  protected final String sizing() {
    return workersAsked ? workers() + ": as asked" : Processors.available().reason();
  }

  /**
   * How many tasks may wait.
   *
   * @return 1 to {@link #MAX_QUEUE}
   */
  protected final int queueCapacity() {
    return queueCapacity;
  }

  /**
   * What happens when the queue is full.
   *
   * @return what happens
   */
  protected final WhenFull whenFull() {
    return whenFull;
  }

  /**
   * The longest time a task may take.
   *
   * @return the time-out, null for none
   */
  protected final @Nullable Duration taskTimeout() {
    return taskTimeout;
  }

  /**
   * The most CPU time a task may take.
   *
   * @return the limit, null for none
   */
  protected final @Nullable Duration taskCpuTimeout() {
    return taskCpuTimeout;
  }

  /**
   * What runs dependent stages.
   *
   * @return the executor
   */
  protected final Executor stageExecutor() {
    return stageExecutor;
  }

  /**
   * Refuses a number out of range.
   *
   * @param option the option's name
   * @param value the number given
   * @param least the least allowed
   * @param most the most allowed
   * @return the number
   * @throws IllegalArgumentException that names option, value and range
   */
  protected static int requireRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, not %d".formatted(option, least, most, value));
    }
    return value;
  }

  /**
   * Refuses a duration that is not above zero. One too long for a long of nanoseconds (292 years)
   * is cut to that.
   *
   * @param option the option's name
   * @param value the duration given
   * @return the duration
   * @throws IllegalArgumentException that names option and value
   */
  protected static Duration requirePositive(String option, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("%s must be above zero, not %s".formatted(option, value));
    }
    Duration longest = Duration.ofNanos(Long.MAX_VALUE);
    return value.compareTo(longest) > 0 ? longest : value;
  }
}
