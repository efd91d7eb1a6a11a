package dev.rota.http.serve;

/**
 * How many worker processes there are to be, by how many have nothing to do: Apache's rule. Below
 * the minimum of spare ones more are started, twice as many each time; above the maximum one at a
 * time goes. Pure.
 *
 * @param minSpare fewer idle workers are too few
 * @param maxSpare more idle workers are too many
 * @param maxWorkers the most workers of any kind
 */
record Spares(int minSpare, int maxSpare, int maxWorkers) {

  private static final int MOST_AT_ONCE = 32;

  /**
   * What to do.
   *
   * @param strength how many there are to be
   * @param atOnce how many are started the next time
   */
  record Step(int strength, int atOnce) {}

  /** Called once a second, while all workers that are to be there are there. */
  Step next(Step now, int busy) {
    int idle = now.strength() - busy;
    if (idle < minSpare && now.strength() < maxWorkers) {
      int more = Math.min(now.atOnce(), maxWorkers - now.strength());
      return new Step(now.strength() + more, Math.min(2 * now.atOnce(), MOST_AT_ONCE));
    }
    if (idle > maxSpare && now.strength() > 1) {
      return new Step(now.strength() - 1, 1);
    }
    return new Step(now.strength(), 1);
  }
}
