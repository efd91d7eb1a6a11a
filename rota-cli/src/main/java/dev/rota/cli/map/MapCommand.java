package dev.rota.cli.map;

import static dev.rota.cli.args.Options.flag;
import static dev.rota.cli.args.Options.option;

import dev.rota.MapOptions.Order;
import dev.rota.TaskOptions;
import dev.rota.Workers;
import dev.rota.cli.args.Durations;
import dev.rota.cli.args.Options;
import dev.rota.cli.args.Sizes;
import dev.rota.cli.args.UserError;
import dev.rota.cli.args.Words;
import dev.rota.cli.args.WorkerCount;
import dev.rota.cli.joblog.LogOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options of {@code rota map}. */
public final class MapCommand implements Callable<Integer> {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private final LogOptions log;

  private MapCommand() {
    int processors = Runtime.getRuntime().availableProcessors();
    spec.name("map")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel("FUNCTION")
                .description(
                    "File.java with a public static method apply that takes a Path, URI, byte[] or"
                        + " String, or package.Class::method.")
                .build())
        .addPositional(
            PositionalParamSpec.builder()
                .index("1..*")
                .arity("1..*")
                .required(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("INPUT")
                .description(
                    "A file, a folder, a quoted glob, jrt:/module, jrt:/ for all modules, or - for"
                        + " the lines of standard input.")
                .build())
        .addOption(
            option("--on", "KIND", On.class, new Words<>(On.class))
                .defaultValue("process")
                .description(
                    "What runs the function: process (default), thread, or sliced: threads"
                        + " that give way to others at the end of a time slice.")
                .build())
        .addOption(
            option("--workers", "N|N%|auto", Workers.class, new WorkerCount(processors))
                .defaultValue("100%")
                .description(
                    "How many workers, or in percent of the processors, or auto: as many as achieve"
                        + " most, 1 to 64 (or to 4 times the processors). Default: 100%%.")
                .build())
        .addOption(
            option("--timeout", "TIME", Duration.class, new Durations())
                .description("The longest an input may take, such as 500ms or 5s. Default: none.")
                .build())
        .addOption(
            option("--cpu-timeout", "TIME", Duration.class, new Durations())
                .description(
                    "The most CPU time an input may take, such as 500ms or 5s; waiting is free."
                        + " Default: any.")
                .build())
        .addOption(
            option("--heap", "SIZE", Long.class, new Sizes("8m"))
                .description(
                    "The largest heap of each worker process, such as 256m. A result may take up to"
                        + " a quarter of it, at most 64m.")
                .build())
        .addOption(
            option("--memory", "SIZE", Long.class, new Sizes("64m"))
                .description(
                    "The most memory of any kind that a worker process may take, such as 512m, more"
                        + " than its heap. One that takes more is killed. Default: any.")
                .build())
        .addOption(
            option("--retries", "N", Integer.class, null)
                .defaultValue("0")
                .description(
                    "How often an input is tried again whose worker crashed, timed out, ran out of"
                        + " memory or was lost. Default: 0.")
                .build())
        .addOption(
            option("--order", "ORDER", Order.class, new Words<>(Order.class))
                .defaultValue("input")
                .description("In which order the lines come: input (default) or finish.")
                .build())
        .addOption(
            option("--out", "FILE", String.class, null)
                .description("Where the lines go. Default: standard output.")
                .build())
        .addOption(
            option("--trace", "FILE", String.class, null)
                .description(
                    "Where to write what each worker did when, for ui.perfetto.dev. Default:"
                        + " nowhere.")
                .build())
        .addOption(flag("--quiet", "Show neither progress nor summary."))
        .addOption(
            flag("--verbose", "With --workers auto: tell each change of their number, and why."))
        .addOption(
            option("--class-path", "PATH", String.class, null)
                .defaultValue("")
                .description(
                    "Where the function's classes are: files and folders, separated by colons.")
                .build());
    log = new LogOptions(spec);
    spec.usageMessage()
        .description("Applies a Java function to every input, and prints a line of JSON for each.")
        .footer(
            "Exit status: 0 all well, 1 some inputs failed, 2 nothing could run, 130 interrupted;"
                + " 141 when the reader of the output has gone.");
  }

  /** The subcommand for picocli. */
  public static CommandSpec spec() {
    return new MapCommand().spec;
  }

  @Override
  public Integer call() {
    return new MapRun(request(), spec.commandLine().getErr()).run();
  }

  private MapRequest request() {
    List<String> inputs = spec.positionalParameters().get(1).getValue();
    return checked(
        new MapRequest(
            spec.positionalParameters().getFirst().getValue(),
            inputs,
            value("--on"),
            value("--workers"),
            value("--timeout"),
            value("--cpu-timeout"),
            value("--heap"),
            value("--memory"),
            value("--retries"),
            value("--order"),
            value("--out"),
            value("--trace"),
            log.given(),
            Options.is(spec, "--quiet"),
            Options.is(spec, "--verbose"),
            value("--class-path")));
  }

  private static MapRequest checked(MapRequest request) {
    Long heap = request.heapBytes();
    Long memory = request.memoryBytes();
    String here = "is for processes; with --on %s all share the %s of this JVM";
    if (heap != null && request.on().here()) {
      throw new UserError("--heap " + here.formatted(request.on().word(), "heap"));
    }
    if (memory != null && request.on().here()) {
      throw new UserError("--memory " + here.formatted(request.on().word(), "memory"));
    }
    if (request.workers().isAdaptive() && request.on() == On.SLICED) {
      throw new UserError(
          "--workers auto is for processes and threads; sliced threads share a fixed number of"
              + " carriers");
    }
    if (heap != null && memory != null && heap >= memory) {
      throw new UserError("--heap must be less than --memory, which is for more than the heap");
    }
    if (request.retries() < 0 || request.retries() > TaskOptions.MAX_RETRIES) {
      throw new UserError(
          "--retries must be 0 to " + TaskOptions.MAX_RETRIES + ", not " + request.retries());
    }
    checkFiles(request);
    return request;
  }

  /** No two of those that are written may be one. */
  private static void checkFiles(MapRequest request) {
    var options = new HashMap<Path, String>();
    checkFile("--out", request.out(), options);
    checkFile("--trace", request.trace(), options);
    if (request.logging() != null) {
      checkFile("--joblog", request.logging().file().toString(), options);
      checkFile("--joblog's sums", request.logging().sums().toString(), options);
    }
  }

  private static void checkFile(String option, @Nullable String file, Map<Path, String> options) {
    var other =
        file == null
            ? null
            : options.putIfAbsent(Path.of(file).toAbsolutePath().normalize(), option);
    if (other != null) {
      throw new UserError(option + " and " + other + " must be two files, not both " + file);
    }
  }

  @SuppressWarnings({
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // picocli's own way; null when not given
  private <T> T value(String option) {
    return Options.value(spec, option);
  }
}
