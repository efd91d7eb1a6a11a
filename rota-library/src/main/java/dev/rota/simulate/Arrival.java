package dev.rota.simulate;

import dev.rota.schedule.Schedulable;

/**
 * A task that comes to a machine: when, and what it does. Immutable.
 *
 * <p>It computes for the length of its first burst, waits (for I/O, say) for that of its second,
 * computes again, and so on, or does what its {@link Steps} says; it ends with its last step, of
 * whichever kind.
 */
public final class Arrival {

  /** The least weight. */
  public static final double MIN_WEIGHT = 1e-9;

  /** The largest weight. */
  public static final double MAX_WEIGHT = 1e9;

  private final String name;
  private final long nanos;
  private final Steps steps;
  private final String group;
  private final double weight;
  private final int priority;

  private Arrival(String name, long nanos, Steps steps, String group, double weight, int priority) {
    this.name = name;
    this.nanos = nanos;
    this.steps = steps;
    this.group = group;
    this.weight = weight;
    this.priority = priority;
  }

  /**
   * A task of no group, of weight 1 and priority 0.
   *
   * @param nanos when it arrives, in nanoseconds from the start of the run, 0 or more
   * @param name for results; need not be unique
   * @param bursts how long it computes and waits in turn, in nanoseconds, each above 0; at least
   *     one
   * @return the task
   * @throws IllegalArgumentException if a time is out of range or there is no burst
   */
  public static Arrival at(long nanos, String name, long... bursts) {
    return at(nanos, name, Steps.of(name, bursts));
  }

  /**
   * A task of no group, of weight 1 and priority 0.
   *
   * @param nanos when it arrives, in nanoseconds from the start of the run, 0 or more
   * @param name for results; need not be unique
   * @param steps what it does
   * @return the task
   * @throws IllegalArgumentException if the time is out of range
   */
  public static Arrival at(long nanos, String name, Steps steps) {
    if (nanos < 0) {
      throw new IllegalArgumentException(name + " must arrive at 0 or later, not at " + nanos);
    }
    return new Arrival(name, nanos, steps, "", Schedulable.DEFAULT_WEIGHT, 0);
  }

  /**
   * The same in a group.
   *
   * @param path {@code "a/b"}; empty for none
   * @return a copy
   */
  public Arrival withGroup(String path) {
    return new Arrival(name, nanos, steps, path, weight, priority);
  }

  /**
   * The same with another weight among the members of its group.
   *
   * @param weight {@value #MIN_WEIGHT} to {@value #MAX_WEIGHT}
   * @return a copy
   * @throws IllegalArgumentException if it is out of range
   */
  public Arrival withWeight(double weight) {
    if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) {
      throw new IllegalArgumentException(
          "the weight of %s must be %s to %s, not %s"
              .formatted(name, MIN_WEIGHT, MAX_WEIGHT, weight));
    }
    return new Arrival(name, nanos, steps, group, weight, priority);
  }

  /**
   * The same with another priority.
   *
   * @param priority the higher, the sooner it runs
   * @return a copy
   */
  public Arrival withPriority(int priority) {
    return new Arrival(name, nanos, steps, group, weight, priority);
  }

  /**
   * What it is called.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * When it arrives.
   *
   * @return in nanoseconds from the start of the run
   */
  public long nanos() {
    return nanos;
  }

  /**
   * The group it belongs to.
   *
   * @return the path, empty for none
   */
  public String group() {
    return group;
  }

  /**
   * Its weight among the members of its group.
   *
   * @return above 0
   */
  public double weight() {
    return weight;
  }

  /**
   * Its priority.
   *
   * @return the higher, the sooner it runs
   */
  public int priority() {
    return priority;
  }

  Steps steps() {
    return steps;
  }
}
