package dev.rota.checks.serve;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What happened to requests, and who was killed when. Safe for many threads. */
final class Ledger {

  /** Between a kill and its note, or a failure and its note, so much may pass. */
  private static final long SLACK_NANOS = 2_000_000_000;

  /**
   * A request without its answer.
   *
   * @param process who had answered over that connection before; 0 for nobody yet
   * @param since when the connection was opened, or the request was sent
   */
  record Failure(long process, long since, long at, String how) {}

  private final Map<Long, Long> kills = new ConcurrentHashMap<>(); // when, by process
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

  void killed(long process) {
    kills.put(process, System.nanoTime());
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

  /** Its worker was killed at the time; if it is not known which one it was, any. */
  private boolean isExplained(Failure failure) {
    return kills.entrySet().stream()
        .filter(kill -> failure.process == 0 || kill.getKey() == failure.process)
        .map(Map.Entry::getValue)
        .anyMatch(at -> at - failure.since > -SLACK_NANOS && failure.at - at > -SLACK_NANOS);
  }
}
