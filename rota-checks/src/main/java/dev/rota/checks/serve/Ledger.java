package dev.rota.checks.serve;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What happened to requests, and who was killed when. Safe for many threads. */
final class Ledger {

  /** So long it may take until the connections of a process that was killed are closed. */
  private static final long END_NANOS = 1_000_000_000;

  /**
   * A request without its answer.
   *
   * @param process who had answered over that connection before; 0 for nobody yet
   * @param since when the connection was opened, or the request was sent
   */
  record Failure(long process, long since, long at, String how) {}

  /** From before the signal until it was sent. */
  private record Kill(long process, long before, long after) {}

  private final Queue<Kill> kills = new ConcurrentLinkedQueue<>();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private final Map<Long, Boolean> processes = new ConcurrentHashMap<>();

  void answered(long process) {
    answers.incrementAndGet();
    processes.put(process, true);
  }

  void failed(Failure failure) {
    failures.add(failure);
  }

  /** A process was killed just now, by a signal that was about to be sent at a time. */
  void killed(long process, long before) {
    kills.add(new Kill(process, before, System.nanoTime()));
  }

  /** Something that must never be. */
  void wrong(String what) {
    wrong.add(what);
  }

  long answers() {
    return answers.get();
  }

  /** How many processes have answered. */
  int processes() {
    return processes.size();
  }

  int kills() {
    return kills.size();
  }

  int failures() {
    return failures.size();
  }

  /** What must not be, failures that no kill explains among it. */
  List<String> faults() {
    failures.stream()
        .filter(failure -> !isExplained(failure))
        .forEach(failure -> wrong.add("no kill explains " + failure));
    return List.copyOf(wrong);
  }

  /** How many failed over connections that had had no answer before. */
  long unknown() {
    return failures.stream().filter(failure -> failure.process == 0).count();
  }

  /** Its worker was killed at the time; if it is not known which one it was, any. */
  private boolean isExplained(Failure failure) {
    return kills.stream()
        .filter(kill -> failure.process == 0 || kill.process == failure.process)
        .anyMatch(
            kill -> failure.at - kill.before > 0 && kill.after + END_NANOS - failure.since > 0);
  }
}
