package dev.rota.adapt;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What so many workers achieve, as a model: tasks in a time of its own unit. */
interface Load {

  double throughput(int workers);

  /** The most that any number of workers achieves. */
  default double best(int least, int most) {
    return IntStream.rangeClosed(least, most).mapToDouble(this::throughput).max().orElseThrow();
  }

  /** Tasks that compute: as many at once as there are cores, and each worker more costs a part. */
  static Load computing(int cores, double overhead) {
    return n -> Math.min(n, cores) / (1 + overhead * Math.max(0, n - cores));
  }

  /** Tasks that wait for something that serves so many, and gets slower by those beyond. */
  static Load waiting(int limit, double decline) {
    return n -> Math.min(n, limit) / (1 + decline * Math.max(0, n - limit) / limit);
  }

  /**
   * Tasks that compute a while and wait so many whiles: from the one bound to the other, softly.
   */
  static Load mixed(int cores, double waits) {
    return n -> 1 / Math.pow(Math.pow((1 + waits) / n, 4) + Math.pow(1.0 / cores, 4), 1.0 / 4);
  }

  /** Tasks that all want the same lock: each worker more is one too many. */
  static Load contended(double overhead) {
    return n -> 1 / (1 + overhead * (n - 1));
  }

  /** One of all kinds. */
  static Load any(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> computing(1 + random.nextInt(16), random.nextDouble(0.03));
      case 1 -> waiting(4 + random.nextInt(61), random.nextDouble(0.3));
      case 2 -> mixed(1 + random.nextInt(8), random.nextDouble(20));
      default -> contended(random.nextDouble(0.05));
    };
  }
}
