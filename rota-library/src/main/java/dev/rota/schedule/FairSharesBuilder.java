package dev.rota.schedule;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds {@link FairShares} policies; the defaults do without a single call. */
public final class FairSharesBuilder {

  private long quantumNanos = Quantum.DEFAULT.toNanos();
  private final Map<String, Double> groups = new LinkedHashMap<>();

  FairSharesBuilder() {}

  /**
   * Sets the length of a turn. Default: 10 ms.
   *
   * @param quantum above zero
   * @return this
   * @throws IllegalArgumentException if {@code quantum} is zero or negative
   */
  public FairSharesBuilder quantum(Duration quantum) {
    this.quantumNanos = Quantum.nanos("quantum", quantum);
    return this;
  }

  /**
   * Sets the weight of a group among the members of the group that it is in. Groups on the way to
   * it of which nothing is said have weight 1.
   *
   * @param path the group's path, {@code "a/b"}
   * @param weight 0.000001 to 1,000,000
   * @return this
   * @throws IllegalArgumentException if the path is empty or has an empty name in it, or the weight
   *     is out of range
   */
  public FairSharesBuilder group(String path, double weight) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "group: '" + path + "' has an empty name in it; allowed are paths such as a or a/b");
      }
    }
    groups.put(path, Weights.require("weight of group " + path, weight));
    return this;
  }

  /**
   * Makes the policy.
   *
   * @return a new one, for one pool or one simulated machine
   */
  public FairShares build() {
    Group root = Group.root();
    groups.forEach(
        (path, weight) -> {
          Group group = root;
          for (String name : path.split("/", -1)) {
            group = group.declare(name);
          }
          group.weight = weight;
        });
    return new FairShares(quantumNanos, root);
  }
}
