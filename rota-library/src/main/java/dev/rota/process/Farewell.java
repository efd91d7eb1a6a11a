package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.wire.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What remains to be waited for at a worker that goes because of some of its tasks, while their
 * neighbours finish: that it was doomed, and whether the doomed tasks have ended nevertheless.
 */
final class Farewell {

  /** What the worker's end will be called. */
  final String verdict;

  private final WorkerSlots slots;
  private final List<BooleanSupplier> reasons = new ArrayList<>();

  private Farewell(String verdict, WorkerSlots slots) {
    this.verdict = verdict;
    this.slots = slots;
  }

  /** The one that was begun with a worker, else a new one. */
  static Farewell with(WorkerLink link, String verdict) {
    Farewell begun = link.farewell;
    return begun != null ? begun : new Farewell(verdict, link.slots);
  }

  /**
   * The worker must not live longer than this task runs; if it is not a task, in no case. What is
   * returned says whether that is still a reason to kill it.
   */
  BooleanSupplier because(@Nullable ProcessTask<?> culprit) {
    BooleanSupplier reason = culprit == null ? () -> true : runs(culprit);
    reasons.add(reason);
    return reason;
  }

  private BooleanSupplier runs(ProcessTask<?> doomed) {
    Run run = requireNonNull(doomed.run); // it forgets that
    long sequence = doomed.sequence;
    return () -> slots.state(run, sequence) != Slots.State.OVER;
  }

  /** Whether there is no reason any more to kill the worker. */
  boolean isNeedless() {
    return reasons.stream().noneMatch(BooleanSupplier::getAsBoolean);
  }
}
