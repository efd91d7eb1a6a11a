package dev.rota.cli.serve;

import static dev.rota.cli.args.Options.option;

import dev.rota.Workers;
import dev.rota.cli.args.Assignment;
import dev.rota.cli.args.Durations;
import dev.rota.cli.args.Options;
import dev.rota.cli.args.Sizes;
import dev.rota.cli.args.UserError;
import dev.rota.cli.args.Words;
import dev.rota.cli.args.WorkerCount;
import dev.rota.http.Model;
import dev.rota.http.serve.Service;
import dev.rota.http.serve.ServiceBuilder;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options of {@code rota serve}. */
public final class ServeCommand implements Callable<Integer> {
  private static final String COMMAND_FOLLOWS = "--";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private ServeCommand() {
    spec.name("serve")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0..*")
                .arity("1..*")
                .required(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("HANDLER")
                .description(
                    "File.java with a class that implements dev.rota.http.Handler or"
                        + " AsyncHandler, or package.Class; or behind -- a program with its"
                        + " arguments, which takes connections from descriptor 3 (LISTEN_FDS).")
                .build());
    addWorkers();
    addTimes();
    addLimits();
    addSurroundings();
    spec.usageMessage()
        .description("Serves HTTP with workers that are watched and replaced.")
        .footer(
            "Signals: TERM drains and ends, INT ends at once, HUP replaces all workers by new ones"
                + " that know handler and certificates anew, TTIN and TTOU add and take a worker,"
                + " USR1 opens logs anew.",
            "Exit status: 0 drained, 2 it could not be started or go on, 130 interrupted.");
  }

  private void addWorkers() {
    add(
        option("--model", "MODEL", Model.class, new Words<>(Model.class))
            .defaultValue("prefork")
            .description(
                "Who handles requests: prefork (default: processes, one request at a time),"
                    + " threads, hybrid (processes with threads), event (event loops of one"
                    + " process), event-processes, or coroutines (a time-sliced virtual thread"
                    + " each)."));
    add(
        option("--listen", "ADDRESS", SocketAddress.class, new Addresses())
            .defaultValue("127.0.0.1:8080")
            .description("HOST:PORT, [::1]:PORT or unix:PATH. Default: 127.0.0.1:8080."));
    add(
        option("--socket-mode", "MODE", String.class, null)
            .description("Who may connect to a unix socket, such as 660. Default: 600."));
    add(
        option("--user", "NAME", String.class, null)
            .description(
                "Whose rights workers take, before they load the handler; needs root. Default: no"
                    + " change."));
    add(
        option("--name", "NAME", String.class, null)
            .description("What rota status knows it by. Default: the port."));
    add(
        option(
                "--workers",
                "N|N%|auto",
                Workers.class,
                new WorkerCount(processors(), ServiceBuilder.MOST_WORKERS))
            .description(
                "How many workers: processes, or threads, loops or carriers of the one process; or"
                    + " auto: as many processes as answer most, 1 to 64 (or to 4 times the"
                    + " processors). Default: 100%%, and 200 threads."));
    add(
        option("--threads", "N", Integer.class, null)
            .description("How many threads each process of hybrid has. Default: 25."));
    add(
        option("--spares", "MIN:MAX", String.class, null)
            .description(
                "Start processes when fewer than MIN have nothing to do, end some when more than"
                    + " MAX have. Default: the number of workers stays."));
    add(
        option("--max-workers", "N", Integer.class, null)
            .description("The most processes, with --spares. Default: 64."));
    add(
        option("--requests", "N", Long.class, null)
            .description("Replace a process after so many requests. Default: never."));
    size("--max-memory", "Replace a process that has more in memory. Default: never.");
    number(
        "--max-files",
        "Replace a process with more open files beside its connections. Default: never.");
    spec.addOption(
        Options.flag(
            "--inetd", "The socket is the program's standard input instead of descriptor 3."));
  }

  private void addTimes() {
    duration("--request-timeout", "How long a handler may take, then 504. Default: 30s.");
    duration("--receive-timeout", "How long a request may take to arrive, then 408. Default: 10s.");
    duration("--idle-timeout", "How long a connection may be without a request. Default: 60s.");
    duration("--graceful-timeout", "How long a worker that is to go may take. Default: 30s.");
    duration(
        "--health-interval", "How often --health asks, and how long it may take. Default: 5s.");
    duration("--quantum", "How long a time slice of coroutines is. Default: 1ms.");
    duration(
        "--blocked-after",
        "From when on a handler blocks an event loop, which is counted and told. Default: 100ms.");
  }

  private void addLimits() {
    number("--backlog", "How many connections wait for a worker. Default: 1024.");
    number("--queue", "How many requests wait in a process for a thread, then 503. Default: 1000.");
    number("--connections", "How many connections a process takes, then 503. Default: 10000.");
    size("--max-body", "The largest body of a request, then 413. Default: 1m.");
    size("--max-headers", "The longest headers of a request, then 431. Default: 16k.");
    size("--max-target", "The longest first line of a request, then 414. Default: 8k.");
    size("--heap", "The largest heap of each process. Default: 256m each, or Java's own for one.");
  }

  private void addSurroundings() {
    add(
        option("--status", "PATH", String.class, null)
            .description("Where the service tells of itself, such as /status. Default: nowhere."));
    add(
        option("--health", "PATH", String.class, null)
            .description(
                "What each worker asks its handler for; one that does not answer well three times"
                    + " in a row is replaced. Default: nothing."));
    add(
        option("--access-log", "FILE", String.class, null)
            .description("Where each request is logged; - for standard output. Default: nowhere."));
    add(
        option("--log-format", "FORMAT", LogFormat.class, new Words<>(LogFormat.class))
            .defaultValue("common")
            .description("Lines of the access log: common (default) or json."));
    add(
        option("--tls-certificate", "FILE", Path.class, null)
            .description("PEM file with the certificate and its chain. Default: no TLS."));
    add(
        option("--tls-key", "FILE", Path.class, null)
            .description("PEM file with the certificate's private key."));
    add(
        option("--class-path", "PATH", String.class, null)
            .defaultValue("")
            .description(
                "Where the handler's classes are: files and folders, with colons between."));
    add(
        OptionSpec.builder("--environment")
            .paramLabel("NAME=VALUE")
            .type(List.class)
            .auxiliaryTypes(Assignment.class)
            .converters(new Assignment.Form())
            .description("A variable for the workers. May be repeated."));
  }

  private void add(OptionSpec.Builder option) {
    spec.addOption(option.build());
  }

  private void duration(String name, String description) {
    add(option(name, "TIME", Duration.class, new Durations()).description(description));
  }

  private void number(String name, String description) {
    add(option(name, "N", Integer.class, null).description(description));
  }

  private void size(String name, String description) {
    add(option(name, "SIZE", Long.class, new Sizes("1k")).description(description));
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The subcommand for picocli. */
  public static CommandSpec spec() {
    return new ServeCommand().spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new ServeRun(this::handler, this::configured, spec.commandLine()).run();
  }

  /** What is run; null if that is a program. */
  private @Nullable HandlerSource handler() {
    List<String> words = spec.positionalParameters().getFirst().getValue();
    if (isCommand()) {
      return null;
    }
    if (words.size() > 1) {
      throw new UserError("one HANDLER is served, not " + words.size() + ": " + words);
    }
    @Nullable String user = value("--user");
    return new HandlerSource(words.getFirst(), value("--class-path"), user != null);
  }

  private boolean isCommand() {
    return spec.commandLine().getParseResult().originalArgs().contains(COMMAND_FOLLOWS);
  }

  private ServiceBuilder configured() {
    ServiceBuilder builder = Service.builder();
    try {
      configure(builder);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
    return builder;
  }

  private void configure(ServiceBuilder builder) {
    SocketAddress address = value("--listen");
    builder.address(address).model(value("--model"));
    this.<String>whenGiven("--socket-mode", builder::socketMode);
    this.<String>whenGiven("--user", builder::user);
    this.<String>whenGiven("--name", builder::name);
    this.<Workers>whenGiven("--workers", builder::workers);
    this.<Integer>whenGiven("--threads", builder::threads);
    this.<String>whenGiven("--spares", text -> spares(builder, text));
    this.<Long>whenGiven("--requests", builder::requests);
    this.<Duration>whenGiven("--request-timeout", builder::requestTimeout);
    this.<Duration>whenGiven("--receive-timeout", builder::receiveTimeout);
    this.<Duration>whenGiven("--idle-timeout", builder::idleTimeout);
    this.<Duration>whenGiven("--graceful-timeout", builder::gracefulTimeout);
    this.<Duration>whenGiven("--quantum", builder::quantum);
    this.<Duration>whenGiven("--blocked-after", builder::blockedAfter);
    this.<Integer>whenGiven("--backlog", builder::backlog);
    this.<Integer>whenGiven("--queue", builder::queue);
    this.<Integer>whenGiven("--connections", builder::connections);
    this.<Long>whenGiven("--max-body", size -> builder.maxBody(bounded(size)));
    this.<Long>whenGiven("--max-headers", size -> builder.maxHeaders(bounded(size)));
    this.<Long>whenGiven("--max-target", size -> builder.maxTarget(bounded(size)));
    this.<Long>whenGiven("--heap", size -> builder.heap((size >> 10) + "k"));
    this.<Long>whenGiven("--max-memory", builder::maxMemory);
    this.<Integer>whenGiven("--max-files", builder::maxFiles);
    this.<String>whenGiven("--status", builder::statusPath);
    this.<String>whenGiven("--health", builder::healthPath);
    this.<Duration>whenGiven("--health-interval", builder::healthInterval);
    this.<String>whenGiven(
        "--access-log", file -> builder.accessLog(file, value("--log-format") == LogFormat.JSON));
    tls(builder);
    environment(builder);
    if (isCommand()) {
      List<String> command = spec.positionalParameters().getFirst().getValue();
      builder.command(command, value("--inetd"));
    }
  }

  /** What is too large for a number is too large for the option, which says so. */
  private static int bounded(long size) {
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private void spares(ServiceBuilder builder, String text) {
    if (!text.matches("[0-9]{1,4}:[0-9]{1,4}")) {
      throw new UserError("--spares must be MIN:MAX, such as 2:8, not " + text);
    }
    String[] numbers = text.split(":", -1);
    Integer most = value("--max-workers");
    builder.spares(
        Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), most == null ? 64 : most);
  }

  private void tls(ServiceBuilder builder) {
    @Nullable Path certificate = value("--tls-certificate");
    @Nullable Path key = value("--tls-key");
    if ((certificate == null) != (key == null)) {
      throw new UserError("--tls-certificate and --tls-key go together");
    }
    if (certificate != null && key != null) {
      builder.tls(readable("--tls-certificate", certificate), readable("--tls-key", key));
    }
  }

  private static Path readable(String option, Path file) {
    if (!Files.isReadable(file)) {
      throw new UserError(option + ": cannot be read: " + file);
    }
    return file;
  }

  private void environment(ServiceBuilder builder) {
    @Nullable List<Assignment> variables = value("--environment");
    Map<String, String> environment = new HashMap<>();
    if (variables != null) {
      variables.forEach(variable -> environment.put(variable.name(), variable.value()));
    }
    builder.environment(environment);
  }

  private <T> void whenGiven(String option, Consumer<T> use) {
    @Nullable T value = value(option);
    if (value != null) {
      use.accept(value);
    }
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // picocli's own way
  private <T> T value(String option) {
    return Options.value(spec, option);
  }
}
