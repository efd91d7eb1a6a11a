package dev.rota.cli.exec;

import dev.rota.cli.args.UserError;
import dev.rota.cli.exec.input.Item;
import dev.rota.cli.exec.input.Items;
import dev.rota.cli.joblog.Fingerprint;
import dev.rota.cli.joblog.Logged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what a log has no need of. Before anything else it reads as many inputs as the log
 * knows, and refuses to go on if one of them is another.
 */
final class Resumption implements Items {

  /** Which inputs are run. */
  enum Kind {
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

  private final Path log;
  private final Logged logged;
  private final Kind kind;
  private final Items all;
  private final Fingerprint fingerprint = new Fingerprint();
  private final Queue<Item> wanted = new ArrayDeque<>();
  private boolean checked;

  Resumption(Path log, Logged logged, Kind kind, Items all) {
    this.log = log;
    this.logged = logged;
    this.kind = kind;
    this.all = all;
  }

  @Override
  public @Nullable Item next() throws IOException {
    if (!checked) {
      check();
      checked = true;
    }
    if (!wanted.isEmpty() || kind == Kind.FAILED) {
      return wanted.poll();
    }
    return all.next();
  }

  private void check() throws IOException {
    for (long number = 1; number <= logged.highest(); number++) {
      var item = all.next();
      if (item == null) {
        throw new UserError(
            "the log " + log + " knows more inputs than there are; it is of another run");
      }
      if (logged.has(number) && !logged.isSame(number, fingerprint.of(item.values()))) {
        throw new UserError(
            "input " + number + " is not what the log " + log + " has; it is of another run");
      }
      if (kind.wants(logged, number)) {
        wanted.add(item);
      }
    }
  }
}
