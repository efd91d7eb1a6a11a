package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.wire.Slots;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What remains to be waited for at a worker that goes because of some of its tasks, while their
 * neighbours finish: that it was doomed, and whether the doomed tasks have ended nevertheless.
 */
final class Farewell {

  /** What the worker's end will be called. */
  final String verdict;

  private final WorkerSlots slots;
  private final List<Doomed> doomed = new ArrayList<>();
  private boolean hopeless;

  private record Doomed(Run run, long sequence) {}

  private Farewell(String verdict, WorkerSlots slots) {
    this.verdict = verdict;
    this.slots = slots;
  }

  /** The one that was begun with a worker, else a new one. */
  static Farewell with(WorkerLink link, String verdict) {
    Farewell begun = link.farewell;
    return begun != null ? begun : new Farewell(verdict, link.slots);
  }

  /** The worker must not live longer than this task runs; if it is not a task, in no case. */
  void because(@Nullable ProcessTask<?> culprit) {
    if (culprit == null) {
      hopeless = true;
    } else {
      doomed.add(new Doomed(requireNonNull(culprit.run), culprit.sequence));
    }
  }

  /** Whether there is no reason any more to kill the worker. */
  boolean isNeedless() {
    return !hopeless
        && doomed.stream()
            .allMatch(task -> slots.state(task.run, task.sequence) == Slots.State.OVER);
  }
}
