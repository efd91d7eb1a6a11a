package dev.rota.adapt;

import java.util.Locale;

/**
 * Whether another number of workers is better than the one there is, by turns of a few samples of
 * each, so that a load that changes slowly strikes both alike.
 *
 * <p>Better is what achieves more for its workers: its throughput divided by a small power of the
 * number of workers. As long as all workers are busy, the number of workers is throughput times
 * latency (Little's law), so that this is Kleinrock's power, throughput over latency, with most of
 * the weight on the throughput: twice the workers, or twice the latency, must be worth {@code
 * 2^WORTH}, 2.1 % more tasks.
 */
final class Comparison {

  enum Verdict {
    OPEN,
    BETTER,
    WORSE
  }

  /** The power of the number of workers. */
  private static final double WORTH = 0.03;

  /** How many samples of the one before it is the other's turn. */
  static final int TURN = 4;

  /** So many samples of each at most. */
  private static final int MOST = 64;

  /** So many standard errors do not come by chance. */
  private static final double SURE = 2.5;

  /** A difference too small to go on for. */
  private static final double SMALL = 0.01;

  /** Samples that agree by chance must not look as if nothing ever varied. */
  private static final double LEAST_VARIANCE = 0.005 * 0.005;

  final int workers;
  final int others;
  private final Estimate own = new Estimate(MOST);
  private final Estimate other = new Estimate(MOST);

  Comparison(int workers, int others) {
    this.workers = workers;
    this.others = others;
  }

  void add(Sample sample) {
    (sample.workers() == workers ? own : other).add(sample.logRate());
  }

  /** What is known of the number there is, from before. */
  void begin(Estimate known) {
    own.addLatest(TURN, known);
  }

  /** Whose turn it is. */
  int turn() {
    int done = own.count() / TURN;
    return other.count() < done * TURN ? others : workers;
  }

  /** How much better the other is, as a part; below zero if it is worse. */
  double gain() {
    return other.mean() - own.mean() - WORTH * Math.log((double) others / workers);
  }

  @Override
  public String toString() {
    double more = 100 * Math.expm1(other.mean() - own.mean());
    return String.format(Locale.ROOT, "%d instead of %d: %+.1f %% tasks", others, workers, more);
  }

  private double error() {
    double variance = (own.variance() + other.variance()) / 2;
    return Math.sqrt(
        Math.max(variance, LEAST_VARIANCE) * (1.0 / own.count() + 1.0 / other.count()));
  }

  Verdict verdict() {
    if (other.count() < TURN || turn() == others) {
      return Verdict.OPEN;
    }
    double gain = gain();
    double error = error();
    if (Math.abs(gain) > SURE * error) {
      return gain > 0 ? Verdict.BETTER : Verdict.WORSE;
    }
    if (SURE * error > SMALL && other.count() < MOST) {
      return Verdict.OPEN;
    }
    boolean fewer = others < workers;
    return gain > (fewer ? 0 : error) ? Verdict.BETTER : Verdict.WORSE;
  }

  Estimate own() {
    return own;
  }

  Estimate other() {
    return other;
  }
}
