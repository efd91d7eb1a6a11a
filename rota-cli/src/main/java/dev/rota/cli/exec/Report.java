package dev.rota.cli.exec;

import dev.rota.cli.output.FailureKind;
import dev.rota.cli.progress.Tally;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Counts how tasks end, and says what the user should know. Used by the dispatcher's thread. */
final class Report {
  private static final int MOST_TOLD = 20;

  private final Tally tally;
  private final PrintWriter err;
  private final Set<String> told = new HashSet<>();
  private long exited;
  private long killed;
  private long overdue;
  private long starved;
  private long notStarted;
  private long done;

  Report(Tally tally, PrintWriter err) {
    this.tally = tally;
    this.err = err;
  }

  void ended(Task task) {
    done++;
    var end = task.end;
    if (task.isSuccess()) {
      tally.success();
    } else if (end == null) {
      notStarted++;
      tally.failure(FailureKind.CRASHED);
    } else if (task.overdue) {
      overdue++;
      tally.failure(FailureKind.TIMED_OUT);
    } else if (end.outOfMemory()) {
      starved++;
      tally.failure(FailureKind.OUT_OF_MEMORY);
    } else {
      exited += end.signal() == 0 ? 1 : 0;
      killed += end.signal() == 0 ? 0 : 1;
      tally.failure(FailureKind.CRASHED);
    }
  }

  /** Whether so many have ended, well or not, that the run is to end. */
  boolean reaches(Halt halt) {
    return halt.isReached(done - failed(), failed());
  }

  /**
   * Tells why a program cannot be run, once.
   *
   * @param program a character a byte
   * @param error errno
   */
  void notStarted(String program, int error) {
    var name = new String(program.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (told.size() < MOST_TOLD && told.add(name)) {
      err.println("rota: cannot run " + name + ": " + reason(error));
    }
  }

  private static String reason(int error) {
    return switch (error) {
      case 2 -> "no such program";
      case 7 -> "its arguments are too long";
      case 8 -> "no program of this machine";
      case 11 -> "no more processes";
      case 12 -> "no more memory";
      case 13 -> "permission denied";
      case 23, 24 -> "too many open files";
      case 28 -> "no space left for its output";
      default -> "error " + error;
    };
  }

  boolean anyFailed() {
    return failed() > 0;
  }

  private long failed() {
    return exited + killed + overdue + starved + notStarted;
  }

  /** Whether there were inputs, and no program could be started for any. */
  boolean nothingCouldRun() {
    return done > 0 && notStarted == done;
  }

  /** Empty if none has failed. */
  String summary() {
    if (!anyFailed()) {
      return "";
    }
    var line = new StringBuilder();
    append(line, exited, "exited with an error");
    append(line, killed, "died of a signal");
    append(line, overdue, "timed out");
    append(line, starved, "ran out of memory (--memory-max)");
    append(line, notStarted, "could not be started");
    return failed() + " of " + done + " failed: " + line;
  }

  private static void append(StringBuilder line, long count, String how) {
    if (count > 0) {
      line.append(line.isEmpty() ? "" : ", ").append(count).append(' ').append(how);
    }
  }
}
