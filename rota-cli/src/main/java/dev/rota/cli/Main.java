package dev.rota.cli;

import dev.rota.cli.args.UserError;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * The {@code rota} command. It is built with picocli's programmatic model, and knows only the
 * subcommand it is asked for: both because its start is measured in milliseconds.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(writer(System.out), writer(System.err), args));
  }

  static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    var complaints = new Complaints(err);
    var rota =
        new CommandLine(root())
            .setOut(out)
            .setErr(err)
            .setExpandAtFiles(false) // an argument that begins with @ may be an input
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setParameterExceptionHandler(complaints)
            .setExecutionExceptionHandler(complaints);
    Subcommands.wantedBy(args).forEach(name -> rota.addSubcommand(name, Subcommands.create(name)));
    try {
      return rota.execute(args);
    } catch (Error e) { // picocli hands on exceptions only
      return complaints.about(e);
    }
  }

  private static CommandSpec root() {
    Runnable alone =
        () -> {
          throw new UserError("Missing subcommand; see rota --help");
        };
    var spec =
        CommandSpec.wrapWithoutInspection(alone)
            .name("rota")
            .versionProvider(Main::version)
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .scopeType(ScopeType.INHERIT) // so that every subcommand has it
                    .description("Show this help and exit.")
                    .build())
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .description("Print the version and exit.")
                    .build());
    spec.usageMessage()
        .description("Runs tasks by turns: in processes, threads or time-sliced virtual threads.");
    return spec;
  }

  private static String[] version() {
    var version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"rota " + (version == null ? "(not packaged)" : version)};
  }
}
