package dev.rota.simulate;

import dev.rota.schedule.Policy;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Runs tasks on a machine that exists in memory only, by discrete events: time goes from one
 * instant at which something happens to the next. Nothing is random and no clock is read, so the
 * same tasks under the same policy give the same run.
 *
 * <pre>{@code
 * var tasks = List.of(Arrival.at(0, "a", 3_000_000), Arrival.at(1_000_000, "b", 2_000_000));
 * var figures = new Simulation(Machine.of(1)).run(policy, tasks.iterator(), Listener.NONE);
 * System.out.println(figures.all().turnaround().mean());
 * }</pre>
 *
 * <p>Of several things that happen at the same instant, this is the order: tasks whose slice or
 * burst is over give up their cores, by core; those that arrive become ready, as they come; those
 * that have waited long enough become ready, earlier arrivals first; those whose slice was over,
 * but not their burst, become ready again, earlier arrivals first; free cores are given to tasks;
 * if none is left, the policy is asked for each task that has come whether it takes one. A task
 * gets the core that it had last, if that is free, else the first that is.
 *
 * <p>To take a lock and to give it back take no time. A task that waits for a mutex lends its turns
 * to the one that has it: its CPU time is charged to whose turn it is.
 *
 * <p>Memory is linear in the tasks that have arrived and not ended, and in the groups: tasks are
 * taken from the iterator when they arrive, and what happens is told to the listener at once. Each
 * step takes O(log n) for n such tasks, besides what the policy takes.
 *
 * <p>Immutable; each call of {@link #run} is a run of its own, on the thread of the caller.
 */
public final class Simulation {

  /** The most time slices of a run about which nothing was said. */
  public static final long DEFAULT_MAX_SLICES = 1_000_000_000;

  /** The most tasks at a time of a run about which nothing was said: some GiB of them. */
  public static final long DEFAULT_MAX_ALIVE = 10_000_000;

  private final Machine machine;
  private final long maxSlices;
  private final long maxAlive;
  private final Map<String, Double> weights;
  private final Map<String, Long> permits;
  private final boolean lends;

  /**
   * A simulation of at most {@link #DEFAULT_MAX_SLICES} time slices, with at most {@link
   * #DEFAULT_MAX_ALIVE} tasks at a time.
   *
   * @param machine what tasks run on
   */
  public Simulation(Machine machine) {
    this(machine, DEFAULT_MAX_SLICES, DEFAULT_MAX_ALIVE, Map.of(), Map.of(), true);
  }

  private Simulation(
      Machine machine,
      long maxSlices,
      long maxAlive,
      Map<String, Double> weights,
      Map<String, Long> permits,
      boolean lends) {
    this.machine = machine;
    this.maxSlices = maxSlices;
    this.maxAlive = maxAlive;
    this.weights = weights;
    this.permits = permits;
    this.lends = lends;
  }

  /**
   * The same with another bound, so that a run ends even if its tasks do not, or its slices are far
   * too short.
   *
   * @param slices the most time slices that a run may take, 1 or more
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Simulation withMaxSlices(long slices) {
    if (slices < 1) {
      throw new IllegalArgumentException("maxSlices must be 1 or more, not " + slices);
    }
    return new Simulation(machine, slices, maxAlive, weights, permits, lends);
  }

  /**
   * The same with another bound, so that a run ends if tasks come faster than they can be done and
   * never stop.
   *
   * @param tasks the most tasks that may have arrived and not ended at a time, 1 or more
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Simulation withMaxAlive(long tasks) {
    if (tasks < 1) {
      throw new IllegalArgumentException("maxAlive must be 1 or more, not " + tasks);
    }
    return new Simulation(machine, maxSlices, tasks, weights, permits, lends);
  }

  /**
   * The same with a group of another weight than 1, against which fairness is measured. It is up to
   * the policy to give the group that much.
   *
   * @param path the group's path, {@code "a/b"}
   * @param weight its weight among its siblings, in the range of {@link Arrival#withWeight}
   * @return a copy
   * @throws IllegalArgumentException if the weight is out of range
   */
  public Simulation withGroup(String path, double weight) {
    if (!(weight >= Arrival.MIN_WEIGHT && weight <= Arrival.MAX_WEIGHT)) {
      throw new IllegalArgumentException(
          "the weight of group %s must be %s to %s, not %s"
              .formatted(path, Arrival.MIN_WEIGHT, Arrival.MAX_WEIGHT, weight));
    }
    var more = new HashMap<>(weights);
    more.put(path, weight);
    return new Simulation(machine, maxSlices, maxAlive, more, permits, lends);
  }

  /**
   * The same with a semaphore. A lock of which nothing is said is a mutex.
   *
   * @param name the name by which tasks take and give back its permits, one at a time
   * @param count how many there are, 1 or more
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Simulation withSemaphore(String name, long count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "the permits of %s must be 1 or more, not %d".formatted(name, count));
    }
    var more = new HashMap<>(permits);
    more.put(name, count);
    return new Simulation(machine, maxSlices, maxAlive, weights, more, lends);
  }

  /**
   * The same, where tasks that wait for a mutex just wait. Else they lend their turns to the task
   * that has it, so that it goes on at the pace of those that wait, whatever its own share and
   * priority are. That is priority inheritance in the form of proxy execution (Watkins, Straub and
   * Niehaus, Real-Time Linux Workshop, 2009), which is the same for every policy.
   *
   * @return a copy
   */
  public Simulation withoutInheritance() {
    return new Simulation(machine, maxSlices, maxAlive, weights, permits, false);
  }

  /**
   * Runs tasks until all have ended.
   *
   * @param policy says whose turn it is; a fresh one, which has seen no task
   * @param arrivals the tasks, earlier arrivals first; of those of the same instant the first is
   *     the first
   * @param listener is told what happens
   * @return what came of it
   * @throws SimulationException if the policy fails, there are too many time slices or tasks, time
   *     overflows, or tasks wait for each other's locks
   * @throws IllegalArgumentException if a task arrives before the one that came before it
   */
  public Figures run(Policy policy, Iterator<Arrival> arrivals, Listener listener) {
    var locks = new Locks(permits, lends, listener);
    return new Run(machine, policy, arrivals, listener, weights, locks, maxSlices, maxAlive)
        .figures();
  }
}
