package dev.rota.cli.serve;

import dev.rota.cli.args.UserError;
import dev.rota.http.serve.ServiceException;
import dev.rota.http.serve.Services;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code rota status}: what the scoreboards of services say. */
public final class StatusCommand implements Callable<Integer> {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private StatusCommand() {
    spec.name("status")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .type(String.class)
                .paramLabel("NAME")
                .description("The name or port of a service. Default: all of this user.")
                .build())
        .addOption(
            OptionSpec.builder("--json")
                .type(boolean.class)
                .defaultValue("false")
                .description("An object of JSON for each service, in a line.")
                .build());
    spec.usageMessage()
        .description("Shows workers, requests, times and troubles of services that run.")
        .footer("Exit status: 0, or 2 if there is no such service.");
  }

  /** The subcommand for picocli. */
  public static CommandSpec spec() {
    return new StatusCommand().spec;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean json = spec.findOption("--json").getValue();
    @Nullable String wanted = spec.positionalParameters().getFirst().getValue();
    try {
      List<String> names = wanted == null ? Services.names() : List.of(wanted);
      for (String name : names) {
        if (json) {
          out.println(Services.json(name));
        } else {
          String text = Services.text(name);
          out.println("service " + name);
          out.print(text);
          out.flush();
        }
      }
    } catch (ServiceException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
    return 0;
  }
}
