package dev.rota.cli.joblog;

import static dev.rota.cli.args.Options.flag;
import static dev.rota.cli.args.Options.option;

import dev.rota.cli.args.Options;
import dev.rota.cli.args.UserError;
import dev.rota.cli.args.Words;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The options by which runs are logged and go on. */
public final class LogOptions {
  private final CommandSpec spec;

  /** Adds them to a command. */
  public LogOptions(CommandSpec spec) {
    this.spec = spec;
    spec.addOption(
            option("--joblog", "FILE", Path.class, null)
                .description(
                    "Log how each input ended, in GNU parallel's columns, with FILE.sum beside it.")
                .build())
        .addOption(flag("--resume", "Go on by the log: run what is not in it."))
        .addOption(flag("--resume-failed", "The same, and what has failed."))
        .addOption(flag("--retry-failed", "Run only what has failed by the log."))
        .addOption(
            option("--sync", "WHEN", Sync.class, new Words<>(Sync.class))
                .defaultValue("never")
                .description(
                    "When the log is forced to disk: never (default; the system does it in time),"
                        + " second or each.")
                .build());
  }

  /**
   * What they were given; null if nothing is to be logged.
   *
   * @throws UserError if they do not fit together
   */
  public @Nullable Logging given() {
    var kinds = new LinkedHashMap<String, Resumption.Kind>();
    kinds.put("--resume", Resumption.Kind.REST);
    kinds.put("--resume-failed", Resumption.Kind.REST_AND_FAILED);
    kinds.put("--retry-failed", Resumption.Kind.FAILED);
    kinds.keySet().removeIf(option -> !Options.is(spec, option));
    if (kinds.size() > 1) {
      throw new UserError("give one of --resume, --resume-failed and --retry-failed");
    }
    Path file = Options.value(spec, "--joblog");
    if (file == null && !kinds.isEmpty()) {
      throw new UserError("to go on there must be a log: --joblog FILE");
    }
    var kind = kinds.isEmpty() ? null : kinds.firstEntry().getValue();
    return file == null ? null : new Logging(file, kind, Options.value(spec, "--sync"));
  }
}
