package dev.rota;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How a task was run: what is known of it when it is asked for, complete once the task has ended.
 *
 * @param worker the name of the worker that ran the last attempt, empty if none did
 * @param attempts how often the task was started; 0 if it never was
 * @param queueTime from admission to the start of the last attempt, or to the end if none started
 * @param runTime wall-clock time of the last attempt
 * @param cpuTime CPU time of the last attempt's thread as the operating system counted it; zero
 *     where it is not known
 * @param peakMemory the most memory, in bytes, that the process of the last attempt's worker ever
 *     had resident, whichever task needed it; known of attempts that a process pool ended, that
 *     exhausted the memory, or whose JVM left a crash report, and 0 of all others
 * @param history the attempts before the last one, the oldest first; the latest {@value
 *     #MAX_HISTORY} if there were more. One whose worker was lost is among them, though it does not
 *     count as an attempt.
 */
public record Execution(
    String worker,
    int attempts,
    Duration queueTime,
    Duration runTime,
    Duration cpuTime,
    long peakMemory,
    List<Attempt> history)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** The most attempts that a history keeps. */
  public static final int MAX_HISTORY = 16;

  /** Of a task that no worker has touched. */
  public static final Execution NONE =
      new Execution("", 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** Copies the history. */
  public Execution {
    history = List.copyOf(history);
  }

  /**
   * Of a first attempt whose memory is not known.
   *
   * @param worker the name of its worker
   * @param attempts 0 or 1
   * @param queueTime how long it waited
   * @param runTime how long it ran
   * @param cpuTime CPU time of its thread
   */
  public Execution(
      String worker, int attempts, Duration queueTime, Duration runTime, Duration cpuTime) {
    this(worker, attempts, queueTime, runTime, cpuTime, 0, List.of());
  }

  /** For the end of a message; empty if no worker has touched the task. */
  String inBrackets() {
    if (worker.isEmpty()) {
      return "";
    }
    StringBuilder words = new StringBuilder(" [").append(worker);
    words.append(", attempt ").append(Math.max(1, attempts));
    words.append(": ").append(runTime.toMillis()).append(" ms, CPU ");
    words.append(cpuTime.toMillis()).append(" ms");
    if (peakMemory > 0) {
      words.append(", peak memory ").append(peakMemory >> 20).append(" MiB");
    }
    if (!history.isEmpty()) {
      words.append("; before: ").append(history.getLast().end());
    }
    return words.append(']').toString();
  }
}
