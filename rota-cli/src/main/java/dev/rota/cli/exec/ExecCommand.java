package dev.rota.cli.exec;

import static dev.rota.cli.args.Options.flag;
import static dev.rota.cli.args.Options.option;

import dev.rota.MapOptions.Order;
import dev.rota.TaskOptions;
import dev.rota.Workers;
import dev.rota.cli.args.Assignment;
import dev.rota.cli.args.Delimiters;
import dev.rota.cli.args.Durations;
import dev.rota.cli.args.Options;
import dev.rota.cli.args.RawArguments;
import dev.rota.cli.args.Sizes;
import dev.rota.cli.args.UserError;
import dev.rota.cli.args.Words;
import dev.rota.cli.args.WorkerCount;
import dev.rota.cli.exec.turns.TurnOptions;
import dev.rota.cli.joblog.LogOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options of {@code rota exec}. */
public final class ExecCommand implements Callable<Integer> {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final TurnOptions turns;
  private final LogOptions log;

  private ExecCommand() {
    spec.name("exec")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("WORD")
                .description(
                    "The command with places for inputs ({} {.} {/} {//} {/.} {1} {name}, {#} for"
                        + " the number of the input, {%%} for that of the worker), then :::"
                        + " INPUT... or :::: FILE..., also several (all combinations) or linked"
                        + " (:::+). Without: the lines of standard input.")
                .build());
    spec.parser().stopAtPositional(true); // what follows is the command's
    addInputOptions();
    addRunOptions();
    turns = new TurnOptions(spec);
    addSurroundings();
    addOutputOptions();
    log = new LogOptions(spec);
    spec.usageMessage()
        .description("Runs a program for every input, several at a time.")
        .footer(
            "Exit status: 0 all well, 1 some inputs failed, 2 nothing could run, 130 interrupted;"
                + " 141 when the reader of the output has gone.");
  }

  private void addInputOptions() {
    spec.addOption(flag("--null", "Inputs end with a NUL instead of a line feed."))
        .addOption(
            option("--delimiter", "CHARACTER", String.class, new Delimiters(true))
                .description("Inputs end with this instead of a line feed.")
                .build())
        .addOption(
            option("--columns", "SEPARATOR", String.class, new Delimiters(false))
                .description(
                    "Inputs have columns, for {1} {2}; they may be quoted as in CSV. \\t or tab for"
                        + " a tabulator.")
                .build())
        .addOption(flag("--header", "The first input names the columns, for {name}."))
        .addOption(
            flag(
                "--pipe",
                "Programs get standard input in blocks, each cut where a line, or what --delimiter"
                    + " ends, is whole."))
        .addOption(
            option("--block", "SIZE", Long.class, new Sizes("1k"))
                .defaultValue("1m")
                .description("How large a block is, at most 128m. Default: 1m.")
                .build());
  }

  private void addRunOptions() {
    int processors = Runtime.getRuntime().availableProcessors();
    spec.addOption(flag("--shell", "The command is a line for /bin/sh; inputs are quoted for it."))
        .addOption(
            option("--workers", "N|N%|auto", Workers.class, new WorkerCount(processors))
                .defaultValue("100%")
                .description(
                    "How many programs run at once, or in percent of the processors, or auto: as"
                        + " many as achieve most, 1 to 64 (or to 4 times the processors). Default:"
                        + " 100%%.")
                .build())
        .addOption(
            option("--timeout", "TIME", Duration.class, new Durations())
                .description(
                    "The longest a program may take, such as 500ms or 5s; then its process group is"
                        + " ended. Default: none.")
                .build())
        .addOption(
            option("--retries", "N", Integer.class, null)
                .defaultValue("0")
                .description("How often a program is run again that has failed. Default: 0.")
                .build())
        .addOption(
            option("--delay", "TIME", Duration.class, new Durations())
                .description("How long to wait between two starts. Default: not at all.")
                .build())
        .addOption(
            option("--halt", "WHEN,WHAT=N", Halt.class, new Halt.Form())
                .description(
                    "End the run after so many: now or soon, fail or success, N or N%%, such as"
                        + " now,fail=1. Soon lets programs that run end. Default: never.")
                .build())
        .addOption(
            option("--load", "MAX", Double.class, null)
                .description("Start nothing while the machine's load is this or more.")
                .build())
        .addOption(
            option("--memory-free", "SIZE", Long.class, new Sizes("1m"))
                .description("Start nothing while less memory is available.")
                .build());
  }

  private void addSurroundings() {
    spec.addOption(
            OptionSpec.builder("--environment")
                .paramLabel("NAME=VALUE")
                .type(List.class)
                .auxiliaryTypes(Assignment.class)
                .converters(new Assignment.Form())
                .description("A variable for the programs. May be repeated.")
                .build())
        .addOption(
            option("--chdir", "DIR", Path.class, null)
                .description("The programs' working directory.")
                .build())
        .addOption(
            option("--nice", "N", Integer.class, null)
                .defaultValue("0")
                .description("What is added to the programs' niceness, -20 to 19. Default: 0.")
                .build())
        .addOption(
            option("--memory-max", "SIZE", Long.class, new Sizes("1m"))
                .description(
                    "The most memory that a program may have, all its processes together. Where"
                        + " cgroups cannot be made: address space of each process.")
                .build());
  }

  private void addOutputOptions() {
    spec.addOption(
            option("--order", "ORDER", Order.class, new Words<>(Order.class))
                .defaultValue("finish")
                .description("In which order the outputs come: finish (default) or input.")
                .build())
        .addOption(
            flag("--line-buffer", "Pass lines on as they come, instead of outputs as a whole."))
        .addOption(flag("--tag", "Put the input before each line."))
        .addOption(
            option("--results", "DIR", Path.class, null)
                .description("Keep outputs there too: DIR/COLUMN/VALUE/.../stdout and stderr.")
                .build())
        .addOption(flag("--dry-run", "Print what would be run, and run nothing."))
        .addOption(flag("--bar", "Show progress."))
        .addOption(
            flag("--verbose", "With --workers auto: tell each change of their number, and why."));
  }

  /** The subcommand for picocli. */
  public static CommandSpec spec() {
    return new ExecCommand().spec;
  }

  @Override
  public Integer call() {
    return new ExecRun(request(), spec.commandLine().getErr()).run();
  }

  private ExecRequest request() {
    List<String> words = spec.positionalParameters().getFirst().getValue();
    return checked(
        new ExecRequest(
            inputs(RawArguments.of(words == null ? List.of() : words)),
            surroundings(),
            new ExecRequest.Outputs(
                value("--order"), is("--line-buffer"), is("--tag"), value("--results")),
            new ExecRequest.Starts(value("--delay"), value("--load"), value("--memory-free")),
            log.given(),
            turns.request(value("--workers")),
            value("--workers"),
            value("--retries"),
            value("--timeout"),
            value("--halt"),
            is("--dry-run"),
            is("--bar"),
            is("--verbose")));
  }

  private ExecRequest.Inputs inputs(List<String> words) {
    Long block = value("--block");
    return new ExecRequest.Inputs(
        words,
        delimiter(),
        separator(),
        is("--header"),
        is("--shell"),
        is("--pipe") ? block : null);
  }

  private ExecRequest.Surroundings surroundings() {
    var environment = new HashMap<String, String>();
    List<Assignment> given = value("--environment");
    if (given != null) {
      given.forEach(one -> environment.put(one.name(), one.value()));
    }
    return new ExecRequest.Surroundings(
        environment,
        value("--chdir"),
        value("--nice"),
        value("--memory-max"),
        turns.kernelSliceNanos(),
        turns.cpuWeights());
  }

  private byte delimiter() {
    String given = value("--delimiter");
    if (given != null && is("--null")) {
      throw new UserError("--null and --delimiter both say what ends an input; give one of them");
    }
    return is("--null") ? 0 : given == null ? (byte) '\n' : (byte) given.charAt(0);
  }

  /** A character a byte, as the inputs are. */
  private @Nullable String separator() {
    String given = value("--columns");
    return given == null
        ? null
        : new String(given.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static ExecRequest checked(ExecRequest request) {
    var outputs = request.outputs();
    var inputs = request.inputs();
    var folder = request.surroundings().folder();
    int nice = request.surroundings().nice();
    if (inputs.header() && inputs.separator() == null) {
      throw new UserError("--header names columns, so it needs --columns");
    }
    if (inputs.block() != null && inputs.separator() != null) {
      throw new UserError("--pipe takes standard input as it is, so --columns has no meaning");
    }
    if (inputs.block() != null && outputs.results() != null) {
      throw new UserError("--results names files by inputs, and --pipe has none with a name");
    }
    if (outputs.lines() && outputs.order() == Order.INPUT) {
      throw new UserError("--line-buffer passes lines on as they come; --order input cannot be");
    }
    if (outputs.lines() && outputs.results() != null) {
      throw new UserError("--line-buffer and --results exclude each other");
    }
    if (request.retries() < 0 || request.retries() > TaskOptions.MAX_RETRIES) {
      throw new UserError(
          "--retries must be 0 to " + TaskOptions.MAX_RETRIES + ", not " + request.retries());
    }
    if (nice < -20 || nice > 19) {
      throw new UserError("--nice must be -20 to 19, not " + nice);
    }
    if (folder != null && !Files.isDirectory(folder)) {
      throw new UserError("--chdir: no such folder: " + folder);
    }
    return request;
  }

  private boolean is(String option) {
    return Options.is(spec, option);
  }

  @SuppressWarnings({
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // picocli's own way; null when not given
  private <T> T value(String option) {
    return Options.value(spec, option);
  }
}
