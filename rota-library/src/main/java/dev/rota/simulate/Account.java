package dev.rota.simulate;

/** Adds up the results of tasks, of one group or of all. */
final class Account {
  private final Distribution response = new Distribution();
  private final Distribution waiting = new Distribution();
  private final Distribution turnaround = new Distribution();
  private final Distribution blocked = new Distribution();
  private long tasks;
  private long cpu;
  private long inverted;
  private double rates;
  private double squaredRates;
  private double presentWeight;
  private long firstArrival = Nanos.NEVER;
  private long lastEnd;

  void add(TaskResult result) {
    tasks++;
    cpu = Nanos.sum(cpu, result.cpu());
    response.add(result.response());
    waiting.add(result.waiting());
    turnaround.add(result.turnaround());
    blocked.add(result.blocked());
    inverted = Nanos.sum(inverted, result.inverted());
    double wanted = (double) result.cpu() + result.waiting();
    double rate = result.cpu() / wanted / result.task().weight();
    rates += rate;
    squaredRates += rate * rate;
    presentWeight += result.task().weight() * result.turnaround();
    firstArrival = Math.min(firstArrival, result.task().nanos());
    lastEnd = result.finish();
  }

  long tasks() {
    return tasks;
  }

  /** The sum over tasks of how much CPU time each got of what it wanted, by its weight. */
  double rates() {
    return rates;
  }

  /** The sum of their squares. */
  double squaredRates() {
    return squaredRates;
  }

  /** The weight of all tasks that were there, in the mean over the time in which any was. */
  double weight() {
    return presentWeight / (lastEnd - firstArrival);
  }

  GroupFigures figures() {
    return figures(Fairness.index(tasks, rates, squaredRates));
  }

  GroupFigures figures(double fairness) {
    return new GroupFigures(
        tasks,
        cpu,
        response.spread(),
        waiting.spread(),
        turnaround.spread(),
        blocked.spread(),
        inverted,
        fairness);
  }
}
