package dev.rota.slice;

import dev.rota.TaskOptions;
import dev.rota.schedule.Schedulable;

/**
 * What was said about a task for the policy's sake; one object for all about which it is the same.
 */
record Terms(String share, double weight, int priority) {
  private static final Terms DEFAULT = new Terms("", Schedulable.DEFAULT_WEIGHT, 0);

  static Terms of(TaskOptions options) {
    return options.share().isEmpty()
        ? DEFAULT
        : new Terms(options.share(), Schedulable.DEFAULT_WEIGHT, 0);
  }
}
