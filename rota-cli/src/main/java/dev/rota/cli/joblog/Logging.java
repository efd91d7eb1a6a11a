package dev.rota.cli.joblog;

import java.nio.file.Path;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says of the log.
 *
 * @param file where it is
 * @param resume which inputs are run by what it says; null for all, and a new log
 */
public record Logging(Path file, Resumption.@Nullable Kind resume, Sync sync) {

  /** Where what the log is checked by is. */
  public Path sums() {
    return Joblog.sums(file);
  }

  /**
   * Opens the log.
   *
   * @param command fingerprint of all that has to be the same in a run that goes on
   * @param output what is to be on disk before the log is
   * @throws dev.rota.cli.args.UserError if it cannot be written, is another run's now, or was
   *     written for another command
   */
  public Joblog open(long command, Runnable output) {
    return Joblog.open(file, command, resume != null, sync, output);
  }

  /** The inputs that are to be run, by what is in the log. */
  public <I> Resumption<I> resumption(
      Logged logged, Resumption.All<I> all, ToLongFunction<I> fingerprint) {
    var kind = resume == null ? Resumption.Kind.REST : resume; // a new log has nothing
    return new Resumption<>(file, logged, kind, all, fingerprint);
  }
}
