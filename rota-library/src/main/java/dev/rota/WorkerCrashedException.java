package dev.rota;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The worker process died while it ran the task. */
public final class WorkerCrashedException extends FailedRun implements TaskFailure {

  private static final long serialVersionUID = 1;

  private final int exitStatus;
  private final String output;
  private final @Nullable String errorFile;

  /**
   * Describes a crash.
   *
   * @param message one line: the signal or exit code
   * @param exitStatus what the operating system reported: the exit code, or 128 and the signal's
   *     number
   * @param output the last of what the worker wrote to its output and error streams
   * @param errorFile the JVM's own crash report, null if it wrote none
   */
  public WorkerCrashedException(
      String message, int exitStatus, String output, @Nullable Path errorFile) {
    super(message);
    this.exitStatus = exitStatus;
    this.output = output;
    this.errorFile = errorFile == null ? null : errorFile.toString();
  }

  /**
   * How the process ended.
   *
   * @return the exit code, or 128 and the number of the signal that killed it
   */
  public int exitStatus() {
    return exitStatus;
  }

  /**
   * The last of what the worker wrote to its output and error streams, whichever task wrote it.
   *
   * @return at most 64 KiB of text
   */
  public String output() {
    return output;
  }

  /**
   * The JVM's own crash report.
   *
   * @return the file, empty if there is none
   */
  public Optional<Path> errorFile() {
    return Optional.ofNullable(errorFile).map(Path::of);
  }
}
