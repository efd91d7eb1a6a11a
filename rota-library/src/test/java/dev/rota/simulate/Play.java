package dev.rota.simulate;

import dev.rota.schedule.Policy;
import dev.rota.schedule.PolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A run of a few tasks, as one works it out by hand: times are milliseconds. */
final class Play {
  static final long MS = 1_000_000;

  final Figures figures;
  final Map<String, TaskResult> results = new TreeMap<>();
  private final List<String> slices = new ArrayList<>();

  private Play(Simulation simulation, Policy policy, Arrival... tasks) {
    figures =
        simulation.run(
            policy,
            List.of(tasks).iterator(),
            new Listener() {
              @Override
              public void slice(
                  Arrival task, long order, int core, long granted, long start, long end) {
                slices.add(
                    task.name()
                        + (core == 0 ? "" : "@" + core)
                        + " "
                        + (granted == start ? "" : millis(granted) + "/")
                        + millis(start)
                        + "-"
                        + millis(end));
              }

              @Override
              public void ended(TaskResult result) {
                results.put(result.task().name(), result);
              }
            });
  }

  static Play of(String policy, Arrival... tasks) {
    return on(Machine.of(1), policy, tasks);
  }

  static Play on(Machine machine, String policy, Arrival... tasks) {
    return of(new Simulation(machine), PolicySpec.parse(policy).build(), tasks);
  }

  static Play of(Simulation simulation, Policy policy, Arrival... tasks) {
    return new Play(simulation, policy, tasks);
  }

  /** A task that arrives at a millisecond. */
  static Arrival task(String name, long arrival, long... bursts) {
    var nanos = new long[bursts.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = bursts[i] * MS;
    }
    return Arrival.at(arrival * MS, name, nanos);
  }

  static String millis(long nanos) {
    return nanos % MS == 0 ? Long.toString(nanos / MS) : Double.toString((double) nanos / MS);
  }

  /** Who held a core from when to when, in the order of the ends. */
  String slices() {
    return String.join(", ", slices);
  }

  /** By name. */
  String waiting() {
    return results.values().stream()
        .map(result -> millis(result.waiting()))
        .collect(Collectors.joining(" "));
  }

  String turnaround() {
    return results.values().stream()
        .map(result -> millis(result.turnaround()))
        .collect(Collectors.joining(" "));
  }

  String response() {
    return results.values().stream()
        .map(result -> millis(result.response()))
        .collect(Collectors.joining(" "));
  }

  double meanWaiting() {
    return figures.all().waiting().mean() / MS;
  }

  double meanTurnaround() {
    return figures.all().turnaround().mean() / MS;
  }

  double meanResponse() {
    return figures.all().response().mean() / MS;
  }
}
