package dev.rota.process;

import dev.rota.TaskFailure;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.WorkerCrashedException;
import dev.rota.linux.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a worker's process ended by itself.
 *
 * <p>Exhaustion of the heap shows in two things together: the JVM's exit status for it, 3, and the
 * line that the JVM itself writes before it exits. A task that calls {@code halt(3)} has the first
 * without the second. A task that prints that line too deceives only about its own end.
 *
 * @param cause the cause in the words of the stats
 * @param message the same in a sentence
 * @param failure makes of a sentence what a task that ran is told
 * @param peakMemory the most memory it had, in bytes, if the JVM reported it; else 0
 * @param thread the system's number of the thread that did it, 0 if it is not known
 */
record Death(
    String cause,
    String message,
    Function<String, TaskFailure> failure,
    long peakMemory,
    long thread) {

  private static final int OUT_OF_MEMORY_STATUS = 3;
  private static final String OUT_OF_MEMORY_LINE =
      "Terminating due to java.lang.OutOfMemoryError: ";
  private static final int SIGNAL_BASE = 128;
  private static final Pattern PEAK =
      Pattern.compile("(?m)^Resident Set Size: .*\\(peak: ([0-9]{1,15})K\\)");
  private static final Pattern JVM_ERROR = Pattern.compile("(?m)^#  (SIG[A-Z0-9]+) \\(0x");

  private static final Pattern THREAD = Pattern.compile("(?m)^#.* pid=\\d+, tid=(\\d{1,18})");
  private static final int REPORT_HEAD = 4096;

  /** In bytes: many times what a JVM writes. */
  private static final int LONGEST_REPORT = 1 << 22;

  private Death(String cause, String message, Function<String, TaskFailure> failure) {
    this(cause, message, failure, 0, 0);
  }

  static Death of(int status, String output, Path errorFile) {
    String memory = status == OUT_OF_MEMORY_STATUS ? exhausted(output) : null;
    if (memory != null) {
      return new Death("out of memory", "out of memory: " + memory, TaskOutOfMemoryException::new);
    }
    String report = report(errorFile);
    if (report != null) {
      String cause = jvmError(output);
      return new Death(
          cause,
          "the worker's JVM crashed with " + cause,
          message -> new WorkerCrashedException(message, status, output, errorFile),
          peak(report),
          crashedThread(report));
    }
    return byStatus(status, output);
  }

  /** What the exit status alone tells. */
  static Death byStatus(int status, String output) {
    Function<String, TaskFailure> crash =
        message -> new WorkerCrashedException(message, status, output, null);
    if (status > SIGNAL_BASE) {
      String cause = Signals.name(status - SIGNAL_BASE);
      return new Death(cause, "the worker was killed by " + cause, crash);
    }
    return new Death("exit " + status, "the worker exited with status " + status, crash);
  }

  /** A JVM that has written its report exits with status 1; what hit it stands in its output. */
  private static String jvmError(String output) {
    Matcher error = JVM_ERROR.matcher(output);
    return error.find() ? error.group(1) : "an internal error";
  }

  /**
   * What the JVM wrote when it crashed, null if it did not. A task can put there what it likes: a
   * pipe, which would never end, or a file of any size.
   */
  private static @Nullable String report(Path errorFile) {
    if (!Files.isRegularFile(errorFile, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try (InputStream report = Files.newInputStream(errorFile, LinkOption.NOFOLLOW_LINKS)) {
      return new String(report.readNBytes(LONGEST_REPORT), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static long peak(String report) {
    Matcher peak = PEAK.matcher(report);
    return peak.find() ? Long.parseLong(peak.group(1)) << 10 : 0;
  }

  /**
   * The failure and the first line of what the worker printed, for a pool that cannot start any.
   */
  String line(String output) {
    String first = output.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return first.isEmpty() ? message : message + ": " + first;
  }

  /** The report names it in its first lines. */
  private static long crashedThread(String report) {
    String head = report.substring(0, Math.min(report.length(), REPORT_HEAD));
    Matcher thread = THREAD.matcher(head);
    return thread.find() ? Long.parseLong(thread.group(1)) : 0;
  }

  /** What one of {@code count} tasks is told that ran there, if nothing tells who did it. */
  TaskFailure failureOfOneAmong(int count) {
    return failure.apply(message + among(count));
  }

  /** What is added to a failure that each of {@code count} tasks gets. */
  static String among(int count) {
    return count == 1
        ? ""
        : "; " + count + " tasks ran there, and nothing tells which of them did it";
  }

  private static @Nullable String exhausted(String output) {
    int at = output.lastIndexOf(OUT_OF_MEMORY_LINE);
    return at < 0
        ? null
        : output.substring(at + OUT_OF_MEMORY_LINE.length()).lines().findFirst().orElse("");
  }
}
