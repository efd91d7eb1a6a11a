package dev.rota.slice;

import dev.rota.TaskOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What was said about a task for the policy's sake; one object for all of whom nothing was said.
 */
record Terms(String share, double weight, int priority, long expectedNanos) {

  private static final Terms DEFAULT = of(TaskOptions.defaults(), Long.MAX_VALUE);

  static Terms of(TaskOptions options) {
    Terms own = of(options, options.expectedTime().map(Terms::nanos).orElse(Long.MAX_VALUE));
    return own.equals(DEFAULT) ? DEFAULT : own;
  }

  private static Terms of(TaskOptions options, long expectedNanos) {
    return new Terms(options.share(), options.weight(), options.priority(), expectedNanos);
  }

  private static long nanos(Duration expected) {
    return TimeUnit.NANOSECONDS.convert(expected);
  }
}
