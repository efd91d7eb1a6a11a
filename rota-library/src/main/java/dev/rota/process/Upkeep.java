package dev.rota.process;

import dev.rota.TaskFailure;
import dev.rota.TaskOutOfMemoryException;
import java.util.List;
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

  private void look(WorkerLink worker) {
    if (worker.verdict != null) {
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

  /** A result that is on the way is waited for, and so is a task that is about to start. */
  private void kill(WorkerLink worker, long resident) {
    String figures =
        "it took %d MiB, %d MiB are allowed"
            .formatted(resident >> MIB, recycling.hardMemory() >> MIB);
    String verdict = "passed its memory limit: " + figures;
    if (worker.count() == 0) {
      workforce.expel(worker, verdict);
      return;
    }
    List<ProcessTask<?>> doomed = worker.tasks().stream().filter(worker::doom).toList();
    if (!doomed.isEmpty()) {
      String message = "out of memory: the worker passed its limit: " + figures;
      TaskFailure failure = new TaskOutOfMemoryException(message + Death.among(doomed.size()));
      workforce.condemnAll(worker, verdict, doomed, failure);
    }
  }
}
