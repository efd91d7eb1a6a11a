package dev.rota.wire;

import dev.rota.Execution;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended that a task submitted, as the master tells the worker; the payload of a {@link
 * Message#ANSWER}.
 *
 * @param execution how it was run
 * @param value the message of what it returned, as its worker wrote it; null if it did not return
 * @param failure why it did not return, null if it did
 */
@SuppressWarnings("ArrayRecordComponent") // it is sent, never compared
public record Answer(Execution execution, byte @Nullable [] value, @Nullable Failed failure) {

  /** What a message may have beyond the longest value: the failure carries a worker's output. */
  public static final int SLACK = 1 << 20;

  /**
   * A failure with its type: without this it would travel as one of another process does, as data.
   */
  public static final class Failed implements Serializable {

    private static final long serialVersionUID = 1;

    private final Throwable failure;

    /** Carries {@code failure}. */
    public Failed(Throwable failure) {
      this.failure = failure;
    }

    /** What is carried. */
    public Throwable failure() {
      return failure;
    }
  }

  /** The task returned. */
  public static Answer returned(Execution execution, byte[] value) {
    return new Answer(execution, value, null);
  }

  /** The task failed, or was refused. */
  public static Answer failed(Execution execution, Throwable failure) {
    return new Answer(execution, null, new Failed(failure));
  }
}
