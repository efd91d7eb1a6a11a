package dev.rota.cli.joblog;

import dev.rota.cli.args.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what a log has no need of. Before anything else it reads as many inputs as the log
 * knows, and refuses to go on if one of them is another.
 *
 * @param <I> an input
 */
public final class Resumption<I> {

  /** Which inputs are run. */
  public enum Kind {
    /** Those that are not in the log. */
    REST,
    /** These, and those that have failed. */
    REST_AND_FAILED,
    /** Those that have failed. */
    FAILED;

    private boolean wants(Logged logged, long number) {
      return switch (this) {
        case REST -> !logged.has(number);
        case REST_AND_FAILED -> !logged.has(number) || logged.hasFailed(number);
        case FAILED -> logged.hasFailed(number);
      };
    }
  }

  /**
   * All inputs in their order, the first of which has number 1.
   *
   * @param <I> an input
   */
  public interface All<I> {
    /** The next one, null at the end. */
    @Nullable I next() throws IOException;
  }

  private final Path log;
  private final Logged logged;
  private final Kind kind;
  private final All<I> all;
  private final ToLongFunction<I> fingerprint;
  private final Queue<I> wanted = new ArrayDeque<>();
  private boolean checked;
  private long again;

  /** Reads nothing yet. */
  Resumption(Path log, Logged logged, Kind kind, All<I> all, ToLongFunction<I> fingerprint) {
    this.log = log;
    this.logged = logged;
    this.kind = kind;
    this.all = all;
    this.fingerprint = fingerprint;
  }

  /** The next one that is to be run; null at the end. */
  public @Nullable I next() throws IOException {
    check();
    if (!wanted.isEmpty() || kind == Kind.FAILED) {
      return wanted.poll();
    }
    return all.next();
  }

  /**
   * Compares the inputs with the log, if that is not done yet.
   *
   * @throws UserError if they are others
   */
  public void check() throws IOException {
    if (checked) {
      return;
    }
    for (long number = 1; number <= logged.highest(); number++) {
      var input = all.next();
      if (input == null) {
        throw new UserError(
            "the log " + log + " knows more inputs than there are; it is of another run");
      }
      if (logged.has(number) && !logged.isSame(number, fingerprint.applyAsLong(input))) {
        throw new UserError(
            "input " + number + " is not what the log " + log + " has; it is of another run");
      }
      if (kind.wants(logged, number)) {
        wanted.add(input);
      }
    }
    checked = true;
    again = wanted.size();
  }

  /**
   * How many are to be run; asked after the check.
   *
   * @param count of all inputs
   */
  public long count(long count) {
    return again + (kind == Kind.FAILED ? 0 : count - logged.highest());
  }
}
