package dev.rota.simulate;

/** Adds up the results of tasks, of one group or of all. */
final class Account {
  private final Distribution response = new Distribution();
  private final Distribution waiting = new Distribution();
  private final Distribution turnaround = new Distribution();
  private long tasks;
  private long cpu;
  private double rates;
  private double squaredRates;

  void add(TaskResult result) {
    tasks++;
    cpu = Math.addExact(cpu, result.cpu());
    response.add(result.response());
    waiting.add(result.waiting());
    turnaround.add(result.turnaround());
    double wanted = (double) result.cpu() + result.waiting();
    double rate = result.cpu() / wanted / result.task().weight();
    rates += rate;
    squaredRates += rate * rate;
  }

  GroupFigures figures() {
    double fairness = tasks == 0 ? 1 : rates * rates / (tasks * squaredRates);
    return new GroupFigures(
        tasks, cpu, response.spread(), waiting.spread(), turnaround.spread(), fairness);
  }
}
