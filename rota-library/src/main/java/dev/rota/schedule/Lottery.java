package dev.rota.schedule;

import static java.lang.Math.max;
import static java.lang.Math.min;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Each turn of a quantum is drawn by lot among the ready tasks, each with as many tickets as its
 * {@linkplain Schedulable#weight() weight} says. A task that gave the processor up after a part of
 * its turn has its tickets multiplied by the inverse of that part, up to {@value
 * #MOST_COMPENSATION} times, until it is drawn. Waldspurger and Weihl, "Lottery scheduling", 1994.
 * Groups do not count.
 *
 * <p>O(log n) a decision for n ready tasks. A task's share is its due on average: of N turns, one
 * that is due the part p gets N p with a standard deviation of the square root of N p (1 - p). It
 * waits 1/p turns on average, and nobody starves but by bad luck. The same seed draws the same
 * lots.
 */
public final class Lottery implements Policy {

  private static final double MOST_COMPENSATION = 100;

  private static final class Gambler extends Tickets.Holder {
    final Schedulable task;
    long used; // of its turn

    Gambler(Schedulable task) {
      this.task = task;
    }
  }

  private final long quantumNanos;
  private final SplittableRandom random;
  private final Tickets<Gambler> tickets = new Tickets<>();

  /**
   * Makes the policy of one pool or one simulated machine.
   *
   * @param seed where the lots come from; any number
   * @param quantum above zero
   * @throws IllegalArgumentException if {@code quantum} is zero or negative
   */
  public Lottery(long seed, Duration quantum) {
    this.random = new SplittableRandom(seed);
    this.quantumNanos = Quantum.nanos("quantum", quantum);
  }

  @Override
  public void add(Schedulable task, Ready why, long now) {
    if (why == Ready.ARRIVED) {
      task.state(new Gambler(task));
    }
    Gambler gambler = gambler(task);
    tickets.add(gambler, task.weight() * compensation(gambler, why));
  }

  private double compensation(Gambler gambler, Ready why) {
    if (why == Ready.ARRIVED || why == Ready.EXPIRED) {
      return 1;
    }
    return min(MOST_COMPENSATION, max(1, quantumNanos / (double) max(1, gambler.used)));
  }

  @Override
  public @Nullable Schedulable next(long now) {
    if (tickets.isEmpty()) {
      return null;
    }
    Gambler drawn = tickets.draw(random.nextDouble());
    tickets.remove(drawn);
    drawn.used = 0;
    return drawn.task;
  }

  @Override
  public long slice(Schedulable task, long now) {
    return quantumNanos;
  }

  @Override
  public void charge(Schedulable task, long nanos, long now) {
    gambler(task).used += nanos;
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    Gambler gambler = gambler(task);
    boolean isReady = gambler.holds();
    if (isReady) {
      tickets.remove(gambler);
    }
    return isReady;
  }

  private static Gambler gambler(Schedulable task) {
    if (task.state() instanceof Gambler gambler) {
      return gambler;
    }
    throw new IllegalArgumentException("no task of this policy: " + task);
  }

  @Override
  public String toString() {
    return "lottery";
  }
}
