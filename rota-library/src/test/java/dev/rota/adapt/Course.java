package dev.rota.adapt;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A controller and a load that it does not know. */
final class Course {

  final Controller controller;
  private final RandomGenerator random;
  private final double noise;
  private final int least;
  private final int most;
  int settled;
  int changes;
  double achieved;
  int samples;

  /**
   * Begins one.
   *
   * @param noise the standard deviation of a sample, as a part
   */
  Course(int least, int most, int first, double noise, long seed) {
    this.least = least;
    this.most = most;
    this.noise = noise;
    this.random = new Random(seed);
    this.controller = new Controller(least, most, first, 1);
    this.settled = first;
  }

  /** Lives for so many samples with more tasks than the workers can do. */
  void live(Load load, int samples) {
    live(load, Double.POSITIVE_INFINITY, samples);
  }

  /** Lives for so many samples with so many tasks coming, in the unit of the load. */
  void live(Load load, double coming, int samples) {
    achieved = 0;
    for (int i = 0; i < samples; i++) {
      int workers = controller.workers();
      if (workers < least || workers > most) {
        throw new AssertionError(workers + " are not " + least + " to " + most);
      }
      double most = load.throughput(workers);
      double rate = Math.min(most, coming);
      achieved += rate / samples;
      double seen = rate * Math.exp(noise * random.nextGaussian());
      sample(new Sample(workers, 1000, (long) (1e9 / seen), 1 - rate / most));
    }
  }

  void sample(Sample sample) {
    samples++;
    int before = controller.workers();
    @Nullable Decision decision = controller.next(sample);
    if (decision == null) {
      if (controller.workers() != before) {
        throw new AssertionError("changed without saying so");
      }
      return;
    }
    changes++;
    if (decision.workers() != controller.workers() || decision.why().isBlank()) {
      throw new AssertionError(decision + " but " + controller.workers());
    }
    if (decision.settled()) {
      settled = decision.workers();
    }
  }
}
