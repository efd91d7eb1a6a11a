package dev.rota.wire;

import dev.rota.TaskOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task that a task submits, as its worker tells the master; the payload of a {@link
 * Message#SUBMIT}.
 *
 * @param parent the sequence number of the task that submits it
 * @param name the name of its options
 * @param timeout the time-out of its options, null for the pool's
 * @param cpuTimeout the CPU time-out of its options, null for the pool's
 * @param retries the retries of its options
 * @param share the share of its options
 * @param idempotent the idempotence of its options
 * @param call a {@link Call} without its length; the master passes it on and does not look into it
 */
@SuppressWarnings("ArrayRecordComponent") // it is sent, never compared
public record Submission(
    long parent,
    String name,
    @Nullable Duration timeout,
    @Nullable Duration cpuTimeout,
    int retries,
    String share,
    boolean idempotent,
    byte[] call) {

  /** A task of {@code parent} with {@code options}. */
  public static Submission of(long parent, TaskOptions options, byte[] call) {
    return new Submission(
        parent,
        options.name(),
        options.timeout().orElse(null),
        options.cpuTimeout().orElse(null),
        options.retries(),
        options.share(),
        options.idempotent(),
        call);
  }

  /**
   * What is asked of the task.
   *
   * @throws IllegalArgumentException if nobody can ask that
   */
  public TaskOptions options() {
    TaskOptions named = TaskOptions.named(name).withShare(share).withRetries(retries);
    TaskOptions timed = timeout == null ? named : named.withTimeout(timeout);
    TaskOptions limited = cpuTimeout == null ? timed : timed.withCpuTimeout(cpuTimeout);
    return idempotent ? limited.withIdempotence() : limited;
  }
}
