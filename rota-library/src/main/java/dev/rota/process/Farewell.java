package dev.rota.process;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * That a worker goes because of some of its tasks while their neighbours finish, and whether there
 * still is a reason to kill it.
 */
final class Farewell {

  /** What the worker's end will be called. */
  final String verdict;

  private final List<BooleanSupplier> reasons = new ArrayList<>();

  /** One without reasons. */
  Farewell(String verdict) {
    this.verdict = verdict;
  }

  /** The worker must not live long while {@code reason} persists. */
  void because(BooleanSupplier reason) {
    reasons.add(reason);
  }

  /** Whether there is no reason any more to kill the worker. */
  boolean isNeedless() {
    return reasons.stream().noneMatch(BooleanSupplier::getAsBoolean);
  }
}
