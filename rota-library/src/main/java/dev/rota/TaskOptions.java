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

  private static final TaskOptions DEFAULTS = new TaskOptions("", null, null, 0, "", false);

  private final String name;
  private final @Nullable Duration timeout;
  private final @Nullable Duration cpuTimeout;
  private final int retries;
  private final String share;
  private final boolean idempotent;

  private TaskOptions(
      String name,
      @Nullable Duration timeout,
      @Nullable Duration cpuTimeout,
      int retries,
      String share,
      boolean idempotent) {
    this.name = name;
    this.timeout = timeout;
    this.cpuTimeout = cpuTimeout;
    this.retries = retries;
    this.share = share;
    this.idempotent = idempotent;
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
        Objects.requireNonNull(name, "name"), timeout, cpuTimeout, retries, share, idempotent);
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
    return new TaskOptions(name, capped, cpuTimeout, retries, share, idempotent);
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
    return new TaskOptions(name, timeout, capped, retries, share, idempotent);
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
    return new TaskOptions(name, timeout, cpuTimeout, retries, share, idempotent || retries > 0);
  }

  /**
   * Puts the task in a group for weighted scheduling.
   *
   * @param share the path of the group, {@code "a/b"}; empty for none
   * @return a copy in that group
   */
  public TaskOptions withShare(String share) {
    return new TaskOptions(
        name, timeout, cpuTimeout, retries, Objects.requireNonNull(share, "share"), idempotent);
  }

  /**
   * Declares that running the task more than once does no harm, so that it may be started again
   * when its worker is lost through no fault of its own.
   *
   * @return a copy that is safe to repeat
   */
  public TaskOptions withIdempotence() {
    return new TaskOptions(name, timeout, cpuTimeout, retries, share, true);
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
    return share;
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
    return "TaskOptions[name=%s, timeout=%s, cpuTimeout=%s, retries=%d, share=%s, idempotent=%s]"
        .formatted(name, timeout, cpuTimeout, retries, share, idempotent);
  }
}
