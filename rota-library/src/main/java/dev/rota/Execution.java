package dev.rota;

import java.time.Duration;

/**
 * How a task was run: what is known of it when it is asked for, complete once the task has ended.
 *
 * @param worker the name of the worker that ran the last attempt, empty if none did
 * @param attempts how often the task was started; 0 if it never was
 * @param queueTime from admission to the start of the last attempt, or to the end if none started
 * @param runTime wall-clock time of the last attempt
 * @param cpuTime CPU time of the last attempt's thread as the operating system counted it; zero
 *     where it is not known
 */
public record Execution(
    String worker, int attempts, Duration queueTime, Duration runTime, Duration cpuTime) {

  /** Of a task that no worker has touched. */
  public static final Execution NONE =
      new Execution("", 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
