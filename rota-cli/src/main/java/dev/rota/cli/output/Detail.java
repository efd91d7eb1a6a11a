package dev.rota.cli.output;

import dev.rota.TaskFailure;
import dev.rota.TaskThrewException;
import dev.rota.WorkerCrashedException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a failure says, in one line. */
final class Detail {
  private static final int LONGEST = 1000;

  private Detail() {}

  static String of(TaskFailure failure) {
    var text =
        switch (failure) {
          case WorkerCrashedException crash -> crash.getMessage() + evidence(crash);
          case TaskThrewException threw -> thrown(threw);
          default -> failure.getMessage();
        };
    return oneLine(text);
  }

  private static String evidence(WorkerCrashedException crash) {
    var report = crash.errorFile();
    if (report.isPresent()) {
      return "; report: " + report.get();
    }
    var last =
        crash.output().lines().filter(Predicate.not(String::isBlank)).reduce("", (_, line) -> line);
    return last.isEmpty() ? "" : "; last output: " + last.strip();
  }

  /**
   * On a shared heap the exception itself is the cause; from a worker come its name, message and
   * stack.
   */
  private static String thrown(TaskThrewException threw) {
    var shown =
        threw.getStackTrace().length == 0 && threw.getCause() != null ? threw.getCause() : threw;
    var cause = shown.getCause();
    return text(shown)
        + at(shown.getStackTrace())
        + (cause == null ? "" : "; caused by " + text(cause));
  }

  private static @Nullable String text(Throwable thrown) {
    return thrown instanceof TaskThrewException ? thrown.getMessage() : thrown.toString();
  }

  private static String at(StackTraceElement[] stack) {
    return stack.length == 0 ? "" : " at " + stack[0];
  }

  private static String oneLine(String text) {
    var line = text.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
