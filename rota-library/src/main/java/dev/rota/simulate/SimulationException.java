package dev.rota.simulate;

import org.jspecify.annotations.Nullable;

/**
 * A run that cannot go on: its policy threw (that is the cause) or broke what {@link
 * dev.rota.schedule.Policy} says, it has more time slices or tasks than allowed, or its time passes
 * what 63 bits of nanoseconds can hold, 292 years.
 */
public final class SimulationException extends RuntimeException {

  SimulationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
