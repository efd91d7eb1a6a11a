package dev.rota.cli.exec;

import dev.rota.cli.exec.command.Template;
import dev.rota.cli.joblog.Entry;
import dev.rota.cli.joblog.Fingerprint;
import dev.rota.cli.joblog.Joblog;
import java.util.ArrayList;

/** Logs how tasks end. Used by the dispatcher's thread. */
final class Log {
  private static final int NOT_FOUND = 127; // as a shell says it
  private static final int NOT_RUNNABLE = 126;
  private static final int ENOENT = 2;

  private final Joblog joblog;
  private final Template template;
  private final Fingerprint fingerprint = new Fingerprint();

  Log(Joblog joblog, Template template) {
    this.joblog = joblog;
    this.template = template;
  }

  void ended(Task task) {
    var end = task.end;
    var words = new ArrayList<String>();
    for (var word : template.fill(task.item, task.seat)) {
      words.add(ShellWord.of(word));
    }
    joblog.add(
        new Entry(
            task.item.number(),
            task.startedAt,
            end == null ? 0 : end.runNanos(),
            exitValue(task),
            end == null ? 0 : end.signal(),
            String.join(" ", words)),
        fingerprint.of(task.item.values()));
  }

  private static int exitValue(Task task) {
    if (task.overdue) {
      return -1;
    }
    var end = task.end;
    return end != null ? end.exitStatus() : task.error == ENOENT ? NOT_FOUND : NOT_RUNNABLE;
  }
}
