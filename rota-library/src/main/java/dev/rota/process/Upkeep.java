package dev.rota.process;

import dev.rota.TaskFailure;
import dev.rota.TaskOutOfMemoryException;
import java.util.function.LongSupplier;

/**
 * Looks at the age and the memory of workers from the moment they are ready, if that is asked for,
 * and has done what {@link Recycling} finds. All methods are called under the pool's lock.
 */
final class Upkeep {

  private static final int MIB = 20; // as a shift

  private final Recycling recycling;
  private final Timer timer;
  private final LongSupplier clock;
  private final Workforce workforce;

  Upkeep(Recycling recycling, Timer timer, LongSupplier clock, Workforce workforce) {
    this.recycling = recycling;
    this.timer = timer;
    this.clock = clock;
    this.workforce = workforce;
  }

  /** A worker has become ready. */
  void watch(WorkerLink worker) {
    worker.readyAt = clock.getAsLong();
    if (recycling.looks()) {
      look(worker);
    }
  }

  /** The worker may have died while this waited for the lock. */
  private void look(WorkerLink worker) {
    if (worker.verdict != null || !workforce.has(worker)) {
      return;
    }
    long age = clock.getAsLong() - worker.readyAt;
    long resident = recycling.limitsMemory() ? Gauge.memory(worker).resident() : 0;
    Recycling.Finding finding = recycling.look(worker.number, age, worker.finished, resident);
    switch (finding.verdict()) {
      case KEEP -> {}
      case RECYCLE -> workforce.retireInTurn(worker, recycling.why(worker.number, age, resident));
      case KILL -> kill(worker, resident);
    }
    worker.upkeepAlarm = timer.in(finding.lookIn(), () -> look(worker));
  }

  /** A worker that goes anyway because of one of its tasks is not waited for any longer. */
  private void kill(WorkerLink worker, long resident) {
    Condemnation condemnation = workforce.condemnation();
    Farewell farewell = worker.farewell;
    if (farewell != null && !farewell.isNeedless()) {
      condemnation.condemn(worker, farewell.verdict);
      return;
    }
    String figures =
        "it took %d MiB, %d MiB are allowed"
            .formatted(resident >> MIB, recycling.hardMemory() >> MIB);
    String verdict = "passed its memory limit: " + figures;
    condemnation.doomAll(worker, verdict, tasks -> exhausted(figures, tasks));
  }

  private static TaskFailure exhausted(String figures, int tasks) {
    String message = "out of memory: the worker passed its limit: " + figures;
    return new TaskOutOfMemoryException(message + Death.among(tasks));
  }
}
