package dev.rota.cli.sim;

import dev.rota.simulate.Arrival;
import dev.rota.simulate.Listener;
import dev.rota.simulate.TaskResult;

/** Two that listen to one run. */
record Both(Listener first, Listener second) implements Listener {

  @Override
  public void slice(Arrival task, long order, int core, long granted, long start, long end) {
    first.slice(task, order, core, granted, start, end);
    second.slice(task, order, core, granted, start, end);
  }

  @Override
  public void waits(Arrival task, long order, long from, long until) {
    first.waits(task, order, from, until);
    second.waits(task, order, from, until);
  }

  @Override
  public void blocked(Arrival task, long order, String lock, long from, long until) {
    first.blocked(task, order, lock, from, until);
    second.blocked(task, order, lock, from, until);
  }

  @Override
  public void ended(TaskResult result) {
    first.ended(result);
    second.ended(result);
  }
}
