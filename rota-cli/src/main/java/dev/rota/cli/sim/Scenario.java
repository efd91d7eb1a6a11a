package dev.rota.cli.sim;

import dev.rota.schedule.PolicySpec;
import dev.rota.simulate.Figures;
import dev.rota.simulate.Listener;
import dev.rota.simulate.Machine;
import dev.rota.simulate.Simulation;
import java.util.List;
import java.util.Map;

/**
 * What is to be run.
 *
 * @param policies each gives a run
 * @param counts each gives a run with so many tasks
 * @param permits of semaphores, by name; other locks are mutexes
 * @param inheritance whether who waits for a mutex lends its turns to who has it
 */
record Scenario(
    String description,
    Machine machine,
    List<PolicySpec> policies,
    List<Integer> counts,
    List<GroupWeight> groups,
    List<TaskEntry> tasks,
    Map<String, Long> permits,
    boolean inheritance,
    long seed) {

  /** A hundred million, which take up to a minute. */
  static final long MAX_SLICES = 100_000_000;

  /** Whether it is to show what the number of tasks does. */
  boolean isSeries() {
    return counts.size() > 1;
  }

  boolean hasLocks() {
    return tasks.stream().anyMatch(task -> task.bursts().hasLocks());
  }

  /**
   * Runs it. Any number of times with the same result, so that what needs to know the end before
   * the beginning can be printed without keeping the run.
   */
  Figures run(PolicySpec policy, int count, Listener listener) {
    var simulation = new Simulation(machine).withMaxSlices(MAX_SLICES);
    for (var group : groups) {
      simulation = simulation.withGroup(group.path(), group.weight());
    }
    for (var semaphore : permits.entrySet()) {
      simulation = simulation.withSemaphore(semaphore.getKey(), semaphore.getValue());
    }
    if (!inheritance) {
      simulation = simulation.withoutInheritance();
    }
    return simulation.run(policy.build(), new Workload(tasks, count, seed), listener);
  }
}
