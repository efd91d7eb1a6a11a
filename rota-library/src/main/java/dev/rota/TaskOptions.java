package dev.rota;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one task beyond what its pool does for every task. Immutable; each {@code with}
 * method returns a copy.
 *
 * <pre>{@code
 * pool.submit(() -> parse(file), TaskOptions.named("parse").withTimeout(Duration.ofSeconds(5)).withRetries(2));
 * }</pre>
 */
public final class TaskOptions {

  /** The most retries that can be asked for. */
  public static final int MAX_RETRIES = 1000;

  /** The least weight of a task. */
  public static final double MIN_WEIGHT = 0.000_001;

  /** The greatest weight of a task. */
  public static final double MAX_WEIGHT = 1_000_000;

  private static final TaskOptions DEFAULTS =
      new TaskOptions("", null, null, 0, false, new Turns("", 1, 0, null));

  /** What policies look at. */
  private record Turns(
      String share, double weight, int priority, @Nullable Duration expectedTime) {}

  private final String name;
  private final @Nullable Duration timeout;
  private final @Nullable Duration cpuTimeout;
  private final int retries;
  private final boolean idempotent;
  private final Turns turns;

  private TaskOptions(
      String name,
      @Nullable Duration timeout,
      @Nullable Duration cpuTimeout,
      int retries,
      boolean idempotent,
      Turns turns) {
    this.name = name;
    this.timeout = timeout;
    this.cpuTimeout = cpuTimeout;
    this.retries = retries;
    this.idempotent = idempotent;
    this.turns = turns;
  }

  /**
   * The options of a task about which nothing was said: no name, the pool's time-out, no retries.
   *
   * @return the default options
   */
  public static TaskOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The default options with a name.
   *
   * @param name how the task is called in failures, events and stats
   * @return the options
   */
  public static TaskOptions named(String name) {
    return DEFAULTS.withName(name);
  }

  /**
   * Gives the task a name.
   *
   * @param name how the task is called in failures, events and stats
   * @return a copy with that name
   */
  public TaskOptions withName(String name) {
    return new TaskOptions(
        Objects.requireNonNull(name, "name"), timeout, cpuTimeout, retries, idempotent, turns);
  }

  /**
   * Sets the longest wall-clock time an attempt may take from its start.
   *
   * @param timeout above zero; overrides the pool's own
   * @return a copy with that time-out
   * @throws IllegalArgumentException if {@code timeout} is zero or negative
   */
  public TaskOptions withTimeout(Duration timeout) {
    Duration capped = PoolBuilder.requirePositive("timeout", timeout);
    return new TaskOptions(name, capped, cpuTimeout, retries, idempotent, turns);
  }

  /**
   * Sets the most CPU time an attempt may take: of the thread that runs it, not of threads that it
   * starts. Waiting and sleeping cost none, and neither does a machine that is busy with others.
   *
   * @param cpuTimeout above zero; overrides the pool's own
   * @return a copy with that limit
   * @throws IllegalArgumentException if {@code cpuTimeout} is zero or negative
   */
  public TaskOptions withCpuTimeout(Duration cpuTimeout) {
    Duration capped = PoolBuilder.requirePositive("cpuTimeout", cpuTimeout);
    return new TaskOptions(name, timeout, capped, retries, idempotent, turns);
  }

  /**
   * Sets how often the task is started again after its worker crashed, timed out, ran out of memory
   * or was lost. Any number above zero declares the task {@linkplain #idempotent() safe to repeat}.
   * A task that threw is not retried.
   *
   * @param retries 0 to {@link #MAX_RETRIES}
   * @return a copy with that many retries
   * @throws IllegalArgumentException if {@code retries} is out of range
   */
  public TaskOptions withRetries(int retries) {
    PoolBuilder.requireRange("retries", retries, 0, MAX_RETRIES);
    return new TaskOptions(name, timeout, cpuTimeout, retries, idempotent || retries > 0, turns);
  }

  /**
   * Puts the task in a group for weighted scheduling.
   *
   * @param share the path of the group, {@code "a/b"}; empty for none
   * @return a copy in that group
   */
  public TaskOptions withShare(String share) {
    Objects.requireNonNull(share, "share");
    return with(new Turns(share, turns.weight, turns.priority, turns.expectedTime));
  }

  /**
   * Sets the task's weight among the members of its group; policies that know shares give it so
   * much more or less than a task of weight 1.
   *
   * @param weight {@link #MIN_WEIGHT} to {@link #MAX_WEIGHT}
   * @return a copy with that weight
   * @throws IllegalArgumentException if {@code weight} is out of range
   */
  public TaskOptions withWeight(double weight) {
    if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) { // NaN is neither
      throw new IllegalArgumentException(
          "weight must be 0.000001 to 1000000, not %s".formatted(weight));
    }
    return with(new Turns(turns.share, weight, turns.priority, turns.expectedTime));
  }

  /**
   * Sets the task's priority, for policies that know priorities.
   *
   * @param priority the higher, the sooner it runs
   * @return a copy with that priority
   */
  public TaskOptions withPriority(int priority) {
    return with(new Turns(turns.share, turns.weight, priority, turns.expectedTime));
  }

  /**
   * Says how long the task is expected to run, for policies that let the shortest go first. Nothing
   * happens to it if it takes longer.
   *
   * @param expectedTime above zero
   * @return a copy that says so
   * @throws IllegalArgumentException if {@code expectedTime} is zero or negative
   */
  public TaskOptions withExpectedTime(Duration expectedTime) {
    Duration capped = PoolBuilder.requirePositive("expectedTime", expectedTime);
    return with(new Turns(turns.share, turns.weight, turns.priority, capped));
  }

  private TaskOptions with(Turns changed) {
    return new TaskOptions(name, timeout, cpuTimeout, retries, idempotent, changed);
  }

  /**
   * Declares that running the task more than once does no harm, so that it may be started again
   * when its worker is lost through no fault of its own.
   *
   * @return a copy that is safe to repeat
   */
  public TaskOptions withIdempotence() {
    return new TaskOptions(name, timeout, cpuTimeout, retries, true, turns);
  }

  /**
   * How the task is called.
   *
   * @return the name, empty if it has none
   */
  public String name() {
    return name;
  }

  /**
   * The task's own time-out.
   *
   * @return the time-out, empty if the pool's own holds
   */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /**
   * The task's own limit of CPU time.
   *
   * @return the limit, empty if the pool's own holds
   */
  public Optional<Duration> cpuTimeout() {
    return Optional.ofNullable(cpuTimeout);
  }

  /**
   * How often the task may be started again.
   *
   * @return 0 to {@link #MAX_RETRIES}
   */
  public int retries() {
    return retries;
  }

  /**
   * The group of the task.
   *
   * @return the path of the group, empty for none
   */
  public String share() {
    return turns.share;
  }

  /**
   * The task's weight among the members of its group.
   *
   * @return {@link #MIN_WEIGHT} to {@link #MAX_WEIGHT}; 1 if nothing was said
   */
  public double weight() {
    return turns.weight;
  }

  /**
   * The task's priority.
   *
   * @return the higher, the sooner it runs; 0 if nothing was said
   */
  public int priority() {
    return turns.priority;
  }

  /**
   * How long the task is expected to run.
   *
   * @return the time, empty if nobody knows
   */
  public Optional<Duration> expectedTime() {
    return Optional.ofNullable(turns.expectedTime);
  }

  /**
   * Whether the task may be started more than once.
   *
   * @return true if it was declared safe to repeat
   */
  public boolean idempotent() {
    return idempotent;
  }

  @Override
  public String toString() {
    return ("TaskOptions[name=%s, timeout=%s, cpuTimeout=%s, retries=%d, idempotent=%s, share=%s,"
            + " weight=%s, priority=%d, expectedTime=%s]")
        .formatted(
            name,
            timeout,
            cpuTimeout,
            retries,
            idempotent,
            turns.share,
            turns.weight,
            turns.priority,
            turns.expectedTime);
  }
}
