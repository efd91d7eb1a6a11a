package dev.rota.cli.map;

import static java.util.Objects.requireNonNull;

import dev.rota.Outcome;
import dev.rota.TaskFailure;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import dev.rota.cli.joblog.Entry;
import dev.rota.cli.joblog.Fingerprint;
import dev.rota.cli.joblog.Joblog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Logs how inputs end. Outcomes know no numbers, so it remembers what it has given to the pool. Of
 * equal inputs under way at a time it does not matter which is which.
 */
final class MapLog {
  private static final int SIGNALS = 128;
  private static final int TIMED_OUT = -1;

  private record UnderWay(long number, long sinceMillis) {}

  private final Joblog joblog;
  private final String function;
  private final Fingerprint fingerprint = new Fingerprint();
  private final Map<String, Queue<UnderWay>> underWay = new HashMap<>(); // guarded by itself

  /**
   * Takes what it needs.
   *
   * @param function as it was given
   */
  MapLog(Joblog joblog, String function) {
    this.joblog = joblog;
    this.function = function;
  }

  /** Tells an input from others: only its text does, whatever a file of that name contains. */
  long fingerprint(String input) {
    return fingerprint.of(List.of(input));
  }

  /** The pool begins with an input. */
  void begin(long number, String input) {
    synchronized (underWay) {
      underWay
          .computeIfAbsent(input, _ -> new ArrayDeque<>(1))
          .add(new UnderWay(number, System.currentTimeMillis()));
    }
  }

  /** An input has ended, and its line is written. */
  void ended(Outcome<String, Object> outcome) {
    var input = outcome.input();
    var execution = outcome.execution();
    var task = leave(input);
    int status = status(outcome);
    joblog.add(
        new Entry(
            task.number(),
            task.sinceMillis() + execution.queueTime().toMillis(),
            execution.runTime().toNanos(),
            status > SIGNALS ? 0 : status,
            status > SIGNALS ? status - SIGNALS : 0,
            bytes(function + " " + input)),
        fingerprint(input));
  }

  private UnderWay leave(String input) {
    synchronized (underWay) {
      var tasks = requireNonNull(underWay.get(input));
      var first = tasks.remove();
      if (tasks.isEmpty()) {
        underWay.remove(input);
      }
      return first;
    }
  }

  /** As of a process: that of the worker, if it died of the input. */
  private static int status(Outcome<String, Object> outcome) {
    return switch (outcome) {
      case Outcome.Success<?, ?> _ -> 0;
      case Outcome.Failure<?, ?>(_, TaskFailure failure, _) ->
          switch (failure) {
            case TaskTimedOutException _ -> TIMED_OUT;
            case WorkerCrashedException crash -> Math.max(1, crash.exitStatus());
            default -> 1;
          };
    };
  }

  /** A character a byte, as the log has it. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
