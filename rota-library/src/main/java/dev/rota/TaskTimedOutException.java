package dev.rota;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * The task ran longer than it may. In a process its worker was killed; a thread was interrupted
 * and, if that did not end it, abandoned.
 */
public final class TaskTimedOutException extends FailedRun implements TaskFailure {

  private static final long serialVersionUID = 1;

  /** What time was counted. */
  public enum Clock {
    /** Wall-clock time from the start of the attempt. */
    WALL("timed out after %s ms"),
    /** CPU time of the thread that ran the attempt, as the operating system counts it. */
    CPU("timed out after %s ms of CPU time");

    private final String message;

    Clock(String message) {
      this.message = message;
    }
  }

  private final Clock clock;
  private final Duration timeout;

  /**
   * Describes a time-out by the clock on the wall.
   *
   * @param timeout the limit that was passed
   */
  public TaskTimedOutException(Duration timeout) {
    this(Clock.WALL, timeout);
  }

  /**
   * Describes a time-out.
   *
   * @param clock by which clock
   * @param timeout the limit that was passed
   */
  public TaskTimedOutException(Clock clock, Duration timeout) {
    super(clock.message.formatted(millis(timeout)));
    this.clock = clock;
    this.timeout = timeout;
  }

  private static String millis(Duration timeout) {
    BigDecimal seconds =
        BigDecimal.valueOf(timeout.getSeconds()).add(BigDecimal.valueOf(timeout.getNano(), 9));
    return seconds.movePointRight(3).stripTrailingZeros().toPlainString();
  }

  /**
   * By which clock the time was up.
   *
   * @return the clock
   */
  public Clock clock() {
    return clock;
  }

  /**
   * The limit that was passed.
   *
   * @return time from the start of the attempt by {@link #clock()}
   */
  public Duration timeout() {
    return timeout;
  }
}
