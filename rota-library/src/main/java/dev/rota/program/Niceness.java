package dev.rota.program;

/**
 * Niceness in place of weights. The kernel's scheduler gives a process 1.25 times less for each
 * step.
 */
final class Niceness {
  private static final double STEP = 1.25;
  private static final int USUAL_WEIGHT = 100;
  private static final int MOST = 19;

  private Niceness() {}

  /**
   * What comes nearest to a weight. Nobody needs a right for it: if some weights are above the
   * usual one, so that they would have to be less than 0, all of them are as much higher.
   *
   * @param weight 1 to 10,000
   * @param largest of all weights
   * @return 0 to 19
   */
  static int of(int weight, int largest) {
    return Math.min(steps(Math.max(largest, USUAL_WEIGHT)) - steps(weight), MOST);
  }

  private static int steps(int weight) {
    return (int) Math.round(Math.log((double) weight / USUAL_WEIGHT) / Math.log(STEP));
  }
}
