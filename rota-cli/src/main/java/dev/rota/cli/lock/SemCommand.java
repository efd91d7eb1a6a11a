package dev.rota.cli.lock;

import dev.rota.cli.args.Durations;
import dev.rota.cli.args.UserError;
import dev.rota.share.RegionException;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code rota sem}: a program runs while it holds a permit of a semaphore with a name. */
public final class SemCommand implements Callable<Integer> {
  /** Regions of semaphores are told by this from those that programs make. */
  static final String PREFIX = "sem.";

  private static final String SEMAPHORE = "permits";
  private static final int REGION_BYTES = 1 << 14;
  private static final int MOST_PERMITS = 32767;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private SemCommand() {
    spec.name("sem")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel("NAME")
                .description("The semaphore's name; it is there while a program holds or wants it.")
                .build())
        .addPositional(
            PositionalParamSpec.builder()
                .index("1..*")
                .arity("1..*")
                .required(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("COMMAND")
                .description("The program, and its arguments, behind --.")
                .build())
        .addOption(
            OptionSpec.builder("--permits")
                .paramLabel("N")
                .type(Integer.class)
                .defaultValue("1")
                .description("How many programs may hold the semaphore at once. Default: 1.")
                .build())
        .addOption(
            OptionSpec.builder("--timeout")
                .paramLabel("TIME")
                .type(Duration.class)
                .converters(new Durations())
                .description("How long to wait for a permit, such as 5s. Default: for ever.")
                .build());
    spec.usageMessage()
        .description(
            "Runs a program while it holds a permit of a named semaphore; who comes first is first."
                + " The permit comes back when the last process of the program has ended.")
        .footer(
            "Exit status: that of the program; 2 if it was not started, 127 if there is none of"
                + " that name.");
  }

  /** The subcommand for picocli. */
  public static CommandSpec spec() {
    return new SemCommand().spec;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    String name = spec.positionalParameters().getFirst().getValue();
    List<String> command = spec.positionalParameters().get(1).getValue();
    int permits = spec.findOption("--permits").getValue();
    if (permits < 1 || permits > MOST_PERMITS) {
      throw new UserError("--permits must be 1 to " + MOST_PERMITS + ", not " + permits);
    }
    try {
      SharedRegion region = SharedRegion.openOrCreate(PREFIX + name, REGION_BYTES);
      acquire(semaphore(region, name, permits), name);
      return region.run(command);
    } catch (RegionException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new UserError("'" + name + "' cannot be a name: " + e.getMessage());
    }
  }

  private static SharedSemaphore semaphore(SharedRegion region, String name, int permits) {
    try {
      return region.semaphore(SEMAPHORE, permits, true);
    } catch (RegionException e) {
      if (e.reason() != RegionException.Reason.MISMATCH) {
        throw e;
      }
      throw new UserError("semaphore " + name + " is in use with another number of --permits");
    }
  }

  private void acquire(SharedSemaphore semaphore, String name) throws InterruptedException {
    @Nullable Duration timeout = spec.findOption("--timeout").getValue();
    if (timeout == null) {
      semaphore.acquire();
    } else if (!semaphore.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new UserError(
          "no permit of semaphore " + name + " for " + timeout.toMillis() + " ms (--timeout)");
    }
  }
}
