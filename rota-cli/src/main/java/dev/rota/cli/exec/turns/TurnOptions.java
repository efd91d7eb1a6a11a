package dev.rota.cli.exec.turns;

import dev.rota.Workers;
import dev.rota.cli.args.Durations;
import dev.rota.cli.args.UserError;
import dev.rota.schedule.PolicySpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code rota exec} by which programs take turns. */
public final class TurnOptions {
  private static final Duration QUANTUM = Duration.ofMillis(100);
  private static final Duration LEAST_QUANTUM = Duration.ofMillis(1);
  private static final Duration LEAST_SLICE = Duration.ofNanos(100_000);
  private static final Duration MOST_SLICE = Duration.ofMillis(100);
  private static final Set<String> WITH_WEIGHTS = Set.of("fair", "lottery", "eevdf");

  /** All of these mean nothing without slots. */
  private static final List<String> NEED_SLOTS =
      List.of("--quantum", "--policy", "--share", "--share-group", "--share-column", "--trace");

  private final CommandSpec spec;

  /** Adds them to a command. */
  public TurnOptions(CommandSpec spec) {
    this.spec = spec;
    spec.addOption(
            OptionSpec.builder("--slots")
                .paramLabel("K")
                .type(Integer.class)
                .description(
                    "How many of the programs (see --workers) run at a time; the others are stopped"
                        + " until it is their turn. Default: all run.")
                .build())
        .addOption(
            duration(
                "--quantum",
                "How long a turn is, if the policy does not say it; 1ms or more. Default: 100ms."))
        .addOption(
            OptionSpec.builder("--policy")
                .paramLabel("NAME[:KEY=VALUE,...]")
                .type(String.class)
                .description(
                    "Whose turn it is: fifo, rr, mlfq, fair, lottery, eevdf. Default: rr, and fair"
                        + " with shares.")
                .build())
        .addOption(
            OptionSpec.builder("--share")
                .paramLabel("PATTERN=[GROUP:]WEIGHT")
                .type(List.class)
                .auxiliaryTypes(Rule.class)
                .converters(new Rule.Form())
                .description(
                    "What inputs that match get of the CPU time, beside the others of their group;"
                        + " the first that matches counts. Default: 1, in no group. May be"
                        + " repeated.")
                .build())
        .addOption(
            OptionSpec.builder("--share-group")
                .paramLabel("GROUP=WEIGHT")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(
                    "What a group gets beside the others at its place; a/b is in a. Default: 1. May"
                        + " be repeated.")
                .build())
        .addOption(
            OptionSpec.builder("--share-column")
                .paramLabel("N")
                .type(Integer.class)
                .description("Which column of the input has its [GROUP:]WEIGHT.")
                .build())
        .addOption(
            OptionSpec.builder("--trace")
                .paramLabel("FILE")
                .type(Path.class)
                .description("Where to write each turn. Default: nowhere.")
                .build())
        .addOption(
            OptionSpec.builder("--cpu-weight")
                .paramLabel("[PATTERN=]WEIGHT")
                .type(List.class)
                .auxiliaryTypes(CpuWeights.Rule.class)
                .converters(new CpuWeights.Form())
                .description(
                    "What the kernel gives programs beside each other, 1 to 10000, for inputs that"
                        + " match; the first that matches counts. Default: 100. May be repeated. By"
                        + " cgroups, or where none can be made by niceness. Not with --slots.")
                .build())
        .addOption(
            duration(
                "--kernel-slice",
                "Leave turns to the kernel, with slices so long: 100us to 100ms. Not with"
                    + " --slots."));
  }

  private static OptionSpec duration(String name, String description) {
    return OptionSpec.builder(name)
        .paramLabel("TIME")
        .type(Duration.class)
        .converters(new Durations())
        .description(description)
        .build();
  }

  /** What the kernel's slices are to be in nanoseconds; 0 if nothing was said. */
  public long kernelSliceNanos() {
    Duration slice = value("--kernel-slice");
    if (slice == null) {
      return 0;
    }
    if (value("--slots") != null) {
      throw new UserError(
          "--kernel-slice leaves turns to the kernel, --slots forces them; give one");
    }
    if (slice.compareTo(LEAST_SLICE) < 0 || slice.compareTo(MOST_SLICE) > 0) {
      throw new UserError("--kernel-slice must be 100us to 100ms");
    }
    return slice.toNanos();
  }

  /** What each gets from the kernel; null if nothing was said. */
  public @Nullable CpuWeights cpuWeights() {
    List<CpuWeights.Rule> rules = value("--cpu-weight");
    if (rules != null && value("--slots") != null) {
      throw new UserError(
          "--cpu-weight leaves shares to the kernel, --slots gives turns; give one, or --share");
    }
    return rules == null ? null : new CpuWeights(rules);
  }

  /**
   * What was asked for; null if all are to run at once.
   *
   * @throws UserError if it does not fit together
   */
  public @Nullable TurnRequest request(Workers workers) {
    Integer slots = value("--slots");
    if (slots == null) {
      NEED_SLOTS.forEach(this::refuseWithoutSlots);
      return null;
    }
    if (workers.isAdaptive()) {
      throw new UserError(
          "--slots needs a number of --workers, not auto: its programs have a fixed number of"
              + " places");
    }
    if (slots < 1 || slots > workers.most()) {
      throw new UserError(
          "--slots must be 1 to --workers, which is " + workers.most() + ", not " + slots);
    }
    var shares = shares();
    return new TurnRequest(slots, policy(shares), shares, value("--trace"));
  }

  private void refuseWithoutSlots(String option) {
    if (value(option) != null) {
      throw new UserError(option + " is for programs that take turns; say on how many: --slots K");
    }
  }

  private Shares shares() {
    List<Rule> rules = value("--share");
    Integer column = value("--share-column");
    if (rules != null && column != null) {
      throw new UserError("--share and --share-column both say what an input gets; give one");
    }
    if (column != null && column < 1) {
      throw new UserError("--share-column must be 1 or more, not " + column);
    }
    return new Shares(rules == null ? List.of() : rules, column == null ? 0 : column);
  }

  private PolicySpec policy(Shares shares) {
    String text = value("--policy");
    List<String> groups = value("--share-group");
    Duration quantum = value("--quantum");
    if (quantum != null && quantum.compareTo(LEAST_QUANTUM) < 0) {
      throw new UserError("--quantum must be 1ms or more: programs cannot change places faster");
    }
    boolean weighs = shares.areGiven() || groups != null;
    try {
      var policy = PolicySpec.parse(text != null ? text : weighs ? "fair" : "rr");
      if (weighs && !WITH_WEIGHTS.contains(policy.name())) {
        throw new UserError("--policy " + text + " knows no shares; fair, lottery and eevdf do");
      }
      if (groups != null && !policy.name().equals("fair")) {
        throw new UserError("--policy " + text + " knows no groups; fair does");
      }
      policy = policy.withQuantum(quantum == null ? QUANTUM : quantum);
      for (var group : groups == null ? List.<String>of() : groups) {
        policy = withGroup(policy, group);
      }
      return policy;
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }

  private static PolicySpec withGroup(PolicySpec policy, String text) {
    int sign = text.lastIndexOf('=');
    if (sign < 1) {
      throw new UserError("--share-group: '" + text + "' is none; allowed is GROUP=WEIGHT");
    }
    return policy.withGroup(text.substring(0, sign), Share.weight(text.substring(sign + 1)));
  }

  @SuppressWarnings({
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // picocli's own way; null when not given
  private <T> T value(String option) {
    return spec.findOption(option).getValue();
  }
}
