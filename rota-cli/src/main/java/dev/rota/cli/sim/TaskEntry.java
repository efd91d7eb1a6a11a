package dev.rota.cli.sim;

import dev.rota.simulate.Arrival;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A task of a scenario, or many that are alike.
 *
 * @param nanos when the first arrives
 * @param bursts how long it computes and waits, in turn
 * @param count how many there are; null for as many as the run is for, or one
 * @param every how long after each the next arrives
 * @param items how often the bursts are done by all of them together; 0 for once by each
 * @param vary how much a burst's length varies: by a random part of itself up to this one, 0 to 1
 */
record TaskEntry(
    String name,
    long nanos,
    Bursts bursts,
    String group,
    double weight,
    int priority,
    @Nullable Integer count,
    long every,
    int items,
    double vary) {

  static final int MAX_COUNT = 10_000_000;
  static final int MAX_ITEMS = 1_000_000;

  int count(int counted) {
    return count == null ? counted : count;
  }

  /**
   * The task of a number from 0 on, of so many. Items are dealt out in turn, and each is as long as
   * its randomness says, whichever task has it.
   */
  Arrival task(int number, int of, IntFunction<SplittableRandom> random) {
    var task =
        Arrival.at(
            nanos + number * every,
            of == 1 ? name : name + (number + 1),
            bursts.times(repeats(number, of), vary, turn -> random.apply(number + turn * of)));
    return task.withGroup(group).withWeight(weight).withPriority(priority);
  }

  /** There is at least one item for each. */
  private int repeats(int number, int of) {
    return items == 0 ? 1 : items / of + (number < items % of ? 1 : 0);
  }
}
