package dev.rota.simulate;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Jain's index over tasks, each measured by what is due to it in the tree of groups: a task's part
 * of its group is its weight in that of all tasks that were there; a group's is its weight in that
 * of its siblings.
 */
final class Fairness {
  private final Map<String, Double> weights;
  private final SortedMap<String, Account> accounts;
  private final Map<String, Double> siblings = new TreeMap<>(); // their weights by their parent

  /**
   * Of a run.
   *
   * @param weights of groups, by path; 1 of those that are not there
   * @param accounts by path, those of no group by the empty one
   */
  Fairness(Map<String, Double> weights, SortedMap<String, Account> accounts) {
    this.weights = weights;
    this.accounts = accounts;
    var seen = new TreeMap<String, String>();
    for (var path : accounts.keySet()) {
      for (var group = path; !group.isEmpty(); group = parent(group)) {
        seen.put(group, parent(group));
      }
    }
    seen.forEach((group, parent) -> siblings.merge(parent, weight(group), Double::sum));
  }

  double index() {
    long tasks = 0;
    double rates = 0;
    double squared = 0;
    for (var entry : accounts.entrySet()) {
      var account = entry.getValue();
      double factor = entry.getKey().isEmpty() ? 1 : account.weight() / due(entry.getKey());
      tasks += account.tasks();
      rates += factor * account.rates();
      squared += factor * factor * account.squaredRates();
    }
    return index(tasks, rates, squared);
  }

  static double index(long tasks, double rates, double squared) {
    return tasks == 0 ? 1 : rates * rates / (tasks * squared);
  }

  /** The group's part of the machine, as a weight beside those of the tasks without group. */
  private double due(String group) {
    var parent = parent(group);
    return parent.isEmpty()
        ? weight(group)
        : due(parent) * weight(group) / siblings.getOrDefault(parent, 1.0);
  }

  private double weight(String group) {
    return weights.getOrDefault(group, 1.0);
  }

  private static String parent(String group) {
    return group.substring(0, Math.max(0, group.lastIndexOf('/')));
  }
}
