package dev.rota.adapt;

import org.jspecify.annotations.Nullable;

/**
 * Finds how many workers achieve most, by hill climbing on measured throughput: tries more and
 * fewer, goes where it is better, with steps that double as long as they succeed and shrink when
 * they fail, and then rests, for longer each time that nothing better is found. While it rests it
 * watches for a change of the throughput, which lets it search anew.
 *
 * <p>That a pool's throughput is a hill to be climbed by experiments, with noise in every sample,
 * is Hellerstein, Morrison and Eilebrecht, "Applying control theory in the real world: experience
 * with building a controller for the .NET thread pool" (2010); that latency which grows says that
 * there are too many is what Netflix's concurrency-limits act on. See {@link Comparison} for how
 * the two become one measure.
 *
 * <p>Pure: it reads no clock and touches no worker, so every course of samples can be replayed. Not
 * thread-safe.
 */
public final class Controller {

  /** The first step leads to twice as many workers, or half as many. */
  private static final double WIDEST = 1;

  private static final double NARROWEST = 0.125;

  /** How far the first steps go after a rest. */
  private static final double WATCHFUL = 0.25;

  /** In samples. */
  private static final int LEAST_REST = 32;

  private static final int MOST_REST = 512;

  /** A throughput that is so much more or less than it was is another load. */
  private static final double CHANGE = 0.15;

  private static final double SURE = 4;

  private final int least;
  private int most;
  private int base; // the best number that is known
  private int target; // the number there is to be now
  private final int settlingEach; // samples after a change that do not count
  private int settling; // of those, still to come
  private boolean settled = true; // as the last decision said
  private Estimate known = new Estimate(32); // what `base` achieves
  private Estimate recent = new Estimate(Comparison.TURN); // the same, not yet in `known`
  private @Nullable Comparison comparison; // null while it rests
  private int rest = Comparison.TURN; // samples to come before the next search
  private int nextRest = LEAST_REST;
  private double nextReach = WIDEST;
  private double reach; // of the search that goes on: the next step, as a part
  private boolean upward; // where the next step leads
  private int tooFew; // the best number is more than that
  private int tooMany; // and less than that
  private String found = ""; // by the last comparison
  private String why = "to begin with";

  /**
   * Begins with a number of workers.
   *
   * @param least the least number, 1 or more
   * @param most the most, not less
   * @param first the first number, within these bounds
   * @param settling how many samples after each change do not count, because workers come, go and
   *     get up to speed
   */
  public Controller(int least, int most, int first, int settling) {
    if (least < 1 || least > first || first > most) {
      throw new IllegalArgumentException(
          "there must be 1 <= %d <= %d <= %d".formatted(least, first, most));
    }
    this.least = least;
    this.most = most;
    this.base = first;
    this.target = first;
    this.settlingEach = settling;
    this.settling = settling;
  }

  int base() {
    return base;
  }

  /** How many workers there are to be now. */
  public int workers() {
    return target;
  }

  /**
   * There can be no more workers than so many.
   *
   * @param workers how many there are, not less than the least
   * @return what is to be changed
   */
  Decision cannotHave(int workers) {
    most = Math.max(least, Math.min(most, workers));
    base = Math.min(base, most);
    comparison = null;
    rest = nextRest;
    return set(Math.min(target, most), true, "no more can be started");
  }

  /** How many workers there are to be, within which bounds and why, in one line. */
  String sizing() {
    return "%d of %d to %d: %s".formatted(target, least, most, why);
  }

  /**
   * Takes a sample.
   *
   * @param sample of as many workers as there are to be; another is of no use
   * @return what is to be changed, null for nothing
   */
  public @Nullable Decision next(Sample sample) {
    if (sample.workers() != target) {
      return null;
    }
    if (sample.isStarved()) {
      return starved();
    }
    if (settling > 0) {
      settling--;
      return null;
    }
    return comparison == null ? resting(sample) : compared(comparison, sample);
  }

  /** There are not tasks enough for the workers: nothing can be learned, and more are no use. */
  @Nullable Decision starved() {
    boolean tried = comparison != null;
    comparison = null;
    known = new Estimate(32);
    recent = new Estimate(Comparison.TURN);
    rest = LEAST_REST;
    return tried ? set(base, true, "workers have nothing to do") : null;
  }

  private @Nullable Decision resting(Sample sample) {
    recent.add(sample.logRate());
    if (recent.count() == Comparison.TURN) {
      double change = change();
      known.addLatest(Comparison.TURN, recent);
      if (change != 0) {
        known = recent;
        nextReach = WIDEST;
        nextRest = LEAST_REST;
        rest = 0;
      }
      recent = new Estimate(Comparison.TURN);
    }
    rest--;
    return rest > 0 || known.count() == 0 ? null : search();
  }

  /** By how much the throughput has changed for certain, in logarithms; 0 if it is as it was. */
  private double change() {
    if (known.count() < Comparison.TURN) {
      return 0;
    }
    double change = recent.mean() - known.mean();
    double error = Math.sqrt(known.variance() * (1.0 / recent.count() + 1.0 / known.count()));
    return Math.abs(change) > Math.max(CHANGE, SURE * error) ? change : 0;
  }

  private @Nullable Decision search() {
    reach = nextReach;
    upward = true;
    tooFew = least - 1;
    tooMany = most + 1;
    found = "";
    return step();
  }

  /** Compares the next number, or rests if none is left. */
  private @Nullable Decision step() {
    for (; reach >= NARROWEST; reach /= 2) {
      for (int way = 0; way < 2; way++) {
        int other = other();
        if (other != base && other > tooFew && other < tooMany) {
          comparison = new Comparison(base, other);
          comparison.begin(known);
          return turn(comparison);
        }
        upward = !upward;
      }
    }
    return settle();
  }

  private int other() {
    return upward
        ? Math.min(most, base + Math.max(1, (int) Math.round(base * reach)))
        : Math.max(least, base - Math.max(1, (int) Math.round(base * reach / (1 + reach))));
  }

  private @Nullable Decision turn(Comparison of) {
    int workers = of.turn();
    return workers == target
        ? null
        : set(
            workers, false, found + "to be compared with " + (workers == base ? of.others : base));
  }

  private @Nullable Decision settle() {
    comparison = null;
    rest = nextRest;
    nextRest = Math.min(MOST_REST, 2 * nextRest);
    nextReach = WATCHFUL;
    return settled ? null : set(base, true, found + "stays");
  }

  private @Nullable Decision compared(Comparison of, Sample sample) {
    of.add(sample);
    switch (of.verdict()) {
      case OPEN -> {
        return turn(of);
      }
      case BETTER -> move(of);
      case WORSE -> stay(of);
    }
    found = of + "; ";
    return step();
  }

  private void move(Comparison of) {
    if (upward) {
      tooFew = base;
    } else {
      tooMany = base;
    }
    base = of.others;
    known = of.other();
    nextRest = LEAST_REST;
    reach = Math.min(WIDEST, 2 * reach);
  }

  private void stay(Comparison of) {
    if (upward) {
      tooMany = of.others;
    } else {
      tooFew = of.others;
    }
    known = of.own();
    upward = !upward;
  }

  private Decision set(int workers, boolean settled, String why) {
    if (target != workers) {
      settling = settlingEach;
    }
    this.target = workers;
    this.settled = settled;
    this.why = why;
    return new Decision(workers, settled, why);
  }
}
