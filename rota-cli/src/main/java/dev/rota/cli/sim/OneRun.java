package dev.rota.cli.sim;

import dev.rota.schedule.PolicySpec;
import dev.rota.simulate.Figures;
import dev.rota.simulate.Listener;

/**
 * One policy's run of a scenario, of which the end is known; it can be run again to see the way.
 */
record OneRun(Scenario scenario, PolicySpec policy, int count, Figures figures) {

  static OneRun of(Scenario scenario, PolicySpec policy, int count) {
    return new OneRun(scenario, policy, count, scenario.run(policy, count, Listener.NONE));
  }

  void again(Listener listener) {
    var _ = scenario.run(policy, count, listener);
  }

  /** When its last task ended. */
  long end() {
    return figures.start() + figures.makespan();
  }
}
