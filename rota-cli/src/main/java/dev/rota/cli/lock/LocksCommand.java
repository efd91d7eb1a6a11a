package dev.rota.cli.lock;

import dev.rota.cli.args.UserError;
import dev.rota.share.LockState;
import dev.rota.share.RegionException;
import dev.rota.share.SharedRegion;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code rota locks}: who holds and who waits for what, in all regions that have a name. */
public final class LocksCommand implements Callable<Integer> {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private LocksCommand() {
    spec.name("locks");
    spec.usageMessage()
        .description(
            "Shows the locks in all shared regions that have a name: which processes hold them and"
                + " which wait, by number, and those that wait for each other.")
        .footer("Exit status: 0 no deadlock, 1 there is one, 2 the locks cannot be seen.");
  }

  /** The subcommand for picocli. */
  public static CommandSpec spec() {
    return new LocksCommand().spec;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<LockState> all = new ArrayList<>();
    try {
      for (String name : SharedRegion.names()) {
        for (LockState lock : locks(name)) {
          all.add(lock);
          out.println(line(name, lock));
        }
      }
    } catch (RegionException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
    List<Long> stuck = LockState.deadlocked(all);
    if (!stuck.isEmpty()) {
      out.println("deadlock: " + numbers(stuck) + " wait for each other");
    }
    return stuck.isEmpty() ? 0 : 1;
  }

  /** None if the region has gone meanwhile. */
  private static List<LockState> locks(String name) {
    try (SharedRegion region = SharedRegion.open(name)) {
      return region.locks();
    } catch (RegionException e) {
      if (e.reason() == RegionException.Reason.MISSING) {
        return List.of();
      }
      throw e;
    }
  }

  private static String line(String region, LockState lock) {
    String free = lock.kind().equals("mutex") ? "free" : lock.available() + " free";
    return (region + "/" + lock.name() + ": " + lock.kind())
        + (lock.available() > 0 ? ", " + free : "")
        + (lock.holders().isEmpty() ? "" : ", held by " + numbers(lock.holders()))
        + (lock.waiters().isEmpty() ? "" : ", waited for by " + numbers(lock.waiters()));
  }

  private static String numbers(List<Long> processes) {
    return String.join(" ", processes.stream().map(String::valueOf).toList());
  }
}
