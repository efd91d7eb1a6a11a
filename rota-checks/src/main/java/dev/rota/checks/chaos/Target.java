package dev.rota.checks.chaos;

import dev.rota.process.ProcessPool;
import java.util.Random;

/** A pool under fire, and how many tasks its workers run at once. */
record Target(ProcessPool pool, int threadsPerWorker) {

  /** Half of them have workers that run one. */
  static int anyThreads(Random random) {
    return Math.max(1, random.nextInt(6) - 1);
  }

  /** Whether a task may suffer from what another does. */
  boolean hasNeighbours() {
    return threadsPerWorker > 1;
  }
}
