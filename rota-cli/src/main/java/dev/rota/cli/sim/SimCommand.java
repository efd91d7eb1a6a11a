package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import dev.rota.cli.args.Words;
import dev.rota.simulate.Machine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options of {@code rota sim}. */
public final class SimCommand implements Callable<Integer> {
  /** What can be had or not. */
  enum Switch {
    ON,
    OFF
  }

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private SimCommand() {
    spec.name("sim")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .type(String.class)
                .paramLabel("SCENARIO|FILE.json")
                .description("What to run: " + String.join(", ", Scenarios.NAMES) + ", or a file.")
                .build())
        .addOption(
            many("--policy", "NAME[:KEY=VALUE,...]")
                .description(
                    "Whose turn it is; several are compared. fifo, sjf, rr, priority, mlfq, fair,"
                        + " lottery or eevdf. Default: the scenario's, else rr.")
                .build())
        .addOption(
            many("--task", "NAME:ARRIVAL:BURSTS[:KEY=VALUE,...]")
                .description(
                    "A task: when it comes, in ms, and how long it computes and waits in turn, such"
                        + " as a:0:30ms+100ms+30ms. lock(NAME) and unlock(NAME) between; behind"
                        + " them it computes. Keys: group, weight, priority.")
                .build())
        .addOption(
            many("--group", "PATH:weight=N")
                .description("The weight of a group among its siblings, such as a/b:weight=3.")
                .build())
        .addOption(
            many("--semaphore", "NAME:permits=N")
                .description(
                    "How many tasks may have a lock of that name at a time. Default: one, a mutex.")
                .build())
        .addOption(
            OptionSpec.builder("--inheritance")
                .paramLabel("on|off")
                .type(Switch.class)
                .converters(new Words<>(Switch.class))
                .description(
                    "Whether who waits for a mutex lends its turns to who has it. Default: the"
                        + " scenario's, else on.")
                .build())
        .addOption(
            one("--cores", "N").description("1 to 1024. Default: the scenario's, else 1.").build())
        .addOption(
            one("--switch-cost", "TIME")
                .description("What a switch between threads of a group costs. Default: nothing.")
                .build())
        .addOption(
            one("--process-switch-cost", "TIME")
                .description(
                    "What a switch between tasks of different groups, or of none, costs. Default:"
                        + " the same as between threads.")
                .build())
        .addOption(
            one("--quantum", "TIME")
                .description("The quantum of every policy that names none. Default: 10ms.")
                .build())
        .addOption(
            one("--seed", "S")
                .description("For what is random. Default: the scenario's, else 0.")
                .build())
        .addOption(
            OptionSpec.builder("--format")
                .paramLabel("FORMAT")
                .type(Format.class)
                .converters(new Words<>(Format.class))
                .defaultValue("text")
                .description("text (default), json or csv.")
                .build())
        .addOption(flag("--slices").description("Add every time slice to the JSON.").build())
        .addOption(
            one("--svg", "FILE")
                .description("Where to draw who ran when. Default: nowhere.")
                .build())
        .addOption(
            flag("--scenario-file")
                .description("Print the scenario's file, to be changed.")
                .build());
    spec.usageMessage()
        .description("Says what would happen: runs tasks by a policy on a simulated machine.")
        .footer(
            "Fields of a file: description, cores, policies, quantum, switchCost,"
                + " processSwitchCost, creationCost, refillCost, cacheTasks, seed, counts, groups"
                + " (path, weight), semaphores (name, permits), inheritance, tasks (name,"
                + " arrivalMs, bursts, group, weight, priority, count, everyMs, items, vary).",
            "Exit status: 0 all well, 2 nothing could run, 130 interrupted; 141 when the reader of"
                + " the output has gone.");
  }

  private static OptionSpec.Builder one(String name, String label) {
    return OptionSpec.builder(name).paramLabel(label).type(String.class);
  }

  private static OptionSpec.Builder many(String name, String label) {
    return OptionSpec.builder(name).paramLabel(label).type(List.class).auxiliaryTypes(String.class);
  }

  private static OptionSpec.Builder flag(String name) {
    return OptionSpec.builder(name).type(boolean.class).defaultValue("false");
  }

  /** The subcommand for picocli. */
  public static CommandSpec spec() {
    return new SimCommand().spec;
  }

  @Override
  public Integer call() {
    @Nullable String named = spec.positionalParameters().getFirst().getValue();
    if (spec.findOption("--scenario-file").<Boolean>getValue()) {
      return Output.standard(out -> out.write(Scenarios.file(named)));
    }
    var draft = Scenarios.draft(named);
    change(draft);
    var scenario = draft.scenario();
    Format format = spec.findOption("--format").getValue();
    boolean slices = spec.findOption("--slices").getValue();
    if (slices && format != Format.JSON) {
      throw new UserError("--slices is for --format json");
    }
    return Output.standard(out -> new SimRun(scenario, format, slices, value("--svg")).run(out));
  }

  private void change(Draft draft) {
    var policies = values("--policy");
    draft.policies = policies.isEmpty() ? draft.policies : policies;
    values("--group").forEach(text -> draft.groups.add(GroupForm.parse(text)));
    values("--task").forEach(text -> draft.tasks.add(TaskForm.parse(text)));
    for (var text : values("--semaphore")) {
      var semaphore = SemaphoreForm.parse(text);
      draft.permits.put(semaphore.name(), semaphore.permits());
    }
    @Nullable Switch inheritance = spec.findOption("--inheritance").getValue();
    draft.inheritance = inheritance == null ? draft.inheritance : inheritance == Switch.ON;
    var cores = value("--cores");
    if (cores != null) {
      draft.cores = (int) Values.whole("--cores", cores, 1, Machine.MAX_CORES);
    }
    var seed = value("--seed");
    if (seed != null) {
      draft.seed = Values.whole("--seed", seed, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    changeTimes(draft);
  }

  private void changeTimes(Draft draft) {
    var cost = value("--switch-cost");
    if (cost != null) {
      draft.switchCost = Values.cost("--switch-cost", cost);
    }
    var processCost = value("--process-switch-cost");
    if (processCost != null) {
      draft.processSwitchCost = Values.cost("--process-switch-cost", processCost);
    }
    var quantum = value("--quantum");
    if (quantum != null) {
      draft.quantum = Duration.ofNanos(Values.time("--quantum", quantum));
    }
  }

  private @Nullable String value(String option) {
    return spec.findOption(option).getValue();
  }

  private List<String> values(String option) {
    @Nullable List<String> given = spec.findOption(option).getValue();
    return given == null ? List.of() : given;
  }
}
