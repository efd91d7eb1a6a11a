package dev.rota.checks.simulate;

import dev.rota.simulate.Arrival;
import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * Tasks of ten bursts of the CPU, about a millisecond each, with about two of I/O between; each is
 * made when it arrives.
 */
final class Load implements Iterator<Arrival> {
  private static final int BURSTS = 10;
  private static final long CPU = 1_000_000;
  private static final long IO = 2_000_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private final long tasks;
  private final double gap;
  private long made;

  /**
   * So many tasks, that load so many cores.
   *
   * @param load the part of the cores' time that they take, while they come; infinite for all at
   *     once
   */
  Load(long tasks, int cores, double load) {
    this.tasks = tasks;
    this.gap = CPU * BURSTS / (cores * load);
  }

  @Override
  public boolean hasNext() {
    return made < tasks;
  }

  @Override
  public Arrival next() {
    var bursts = new long[2 * BURSTS - 1];
    for (int i = 0; i < bursts.length; i++) {
      bursts[i] = Math.round((i % 2 == 0 ? CPU : IO) * (0.5 + random.nextDouble()));
    }
    return Arrival.at(Math.round(made++ * gap), "task", bursts);
  }
}
