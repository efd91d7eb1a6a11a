package dev.rota.cli;

import dev.rota.cli.exec.ExecCommand;
import dev.rota.cli.lock.LocksCommand;
import dev.rota.cli.lock.SemCommand;
import dev.rota.cli.map.MapCommand;
import dev.rota.cli.serve.ServeCommand;
import dev.rota.cli.serve.StatusCommand;
import dev.rota.cli.sim.SimCommand;
import java.util.List;

/**
 * The subcommands. Each is a class of its own; a new one gets its name into {@link #NAMES} and its
 * case into {@link #create}. Only the one that is called is loaded: its class, and all that its
 * class needs, costs the others nothing.
 */
final class Subcommands {
  /** In the order of the help. */
  static final List<String> NAMES =
      List.of("map", "exec", "sim", "sem", "locks", "serve", "status");

  private Subcommands() {}

  /**
   * The subcommands that picocli has to know to answer these arguments: one, or for the help all.
   */
  static List<String> wantedBy(String... args) {
    var first = args.length == 0 ? "" : args[0];
    if (NAMES.contains(first)) {
      return List.of(first);
    }
    return first.equals("--version") ? List.of() : NAMES;
  }

  /**
   * A picocli command. A {@code CommandSpec} built by hand starts 30 ms sooner than an annotated
   * class with ten options.
   */
  static Object create(String name) {
    return switch (name) {
      case "map" -> MapCommand.spec();
      case "exec" -> ExecCommand.spec();
      case "sim" -> SimCommand.spec();
      case "sem" -> SemCommand.spec();
      case "locks" -> LocksCommand.spec();
      case "serve" -> ServeCommand.spec();
      case "status" -> StatusCommand.spec();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
