package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import dev.rota.schedule.PolicySpec;
import dev.rota.simulate.Costs;
import dev.rota.simulate.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scenario in the making: first a file says what it says, then the command line. */
final class Draft {
  static final String DEFAULT_POLICY = "rr";
  private static final long MAX_NANOS = Long.MAX_VALUE / 4; // varied, they may be twice as long
  private static final long MAX_TASKS = TaskEntry.MAX_COUNT;

  String description = "";
  int cores = 1;
  long switchCost;
  @Nullable Long processSwitchCost;
  long creationCost;
  long refillCost;
  int cacheTasks = 1;
  long seed;
  @Nullable Duration quantum;
  List<String> policies = new ArrayList<>();
  final List<Integer> counts = new ArrayList<>();
  final List<GroupWeight> groups = new ArrayList<>();
  final List<TaskEntry> tasks = new ArrayList<>();
  final Map<String, Long> permits = new LinkedHashMap<>();
  boolean inheritance = true;

  Scenario scenario() {
    checkTasks();
    var costs =
        new Costs(
            switchCost,
            processSwitchCost == null ? switchCost : processSwitchCost,
            creationCost,
            refillCost,
            cacheTasks);
    return new Scenario(
        description,
        new Machine(cores, costs),
        specs(),
        counts(),
        List.copyOf(groups),
        List.copyOf(tasks),
        Map.copyOf(permits),
        inheritance,
        seed);
  }

  private void checkTasks() {
    if (tasks.isEmpty()) {
      throw new UserError(
          "there are no tasks; give --task NAME:ARRIVAL:BURSTS, a scenario or a file");
    }
    var names = new HashSet<String>();
    for (var task : tasks) {
      if (!names.add(task.name())) {
        throw new UserError(
            "two tasks have the name " + Values.quoted(task.name()) + "; each needs its own");
      }
    }
    for (int counted : counts()) {
      checkCounts(counted);
    }
  }

  private List<Integer> counts() {
    return counts.isEmpty() ? List.of(1) : List.copyOf(counts);
  }

  private void checkCounts(int counted) {
    long all = 0;
    for (var task : tasks) {
      int count = task.count(counted);
      all += count;
      if (task.bursts().sum() * Math.max(1, task.items()) > MAX_NANOS) {
        throw new UserError(
            "task %s: its bursts take more than %d h together"
                .formatted(task.name(), Duration.ofNanos(MAX_NANOS).toHours()));
      }
      if ((count - 1) * (double) task.every() > Values.LONGEST.toNanos()) {
        throw new UserError(
            "task %s: the last of %d would arrive after more than %d h"
                .formatted(task.name(), count, Values.LONGEST.toHours()));
      }
      if (task.items() > 0 && count > task.items()) {
        throw new UserError(
            "task %s: %d items are not enough for %d tasks"
                .formatted(task.name(), task.items(), count));
      }
    }
    if (all > MAX_TASKS) {
      throw new UserError("there are " + all + " tasks; allowed are at most " + MAX_TASKS);
    }
  }

  private List<PolicySpec> specs() {
    var specs = new ArrayList<PolicySpec>();
    for (var text : policies.isEmpty() ? List.of(DEFAULT_POLICY) : policies) {
      specs.add(spec(text));
    }
    return specs;
  }

  private PolicySpec spec(String text) {
    try {
      var spec = PolicySpec.parse(text);
      if (seed != 0 && spec.name().equals("lottery") && !text.contains("seed=")) {
        spec = PolicySpec.parse(text + (text.contains(":") ? "," : ":") + "seed=" + seed);
      }
      if (quantum != null) {
        spec = spec.withQuantum(quantum);
      }
      for (var group : groups) {
        spec = spec.withGroup(group.path(), group.weight());
      }
      spec.build(); // complains now
      return spec;
    } catch (IllegalArgumentException e) {
      throw new UserError(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
