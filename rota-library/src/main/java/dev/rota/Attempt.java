package dev.rota;

import java.io.Serializable;
import java.time.Duration;

/**
 * A start of a task that came to nothing because of its worker and was followed by another.
 *
 * @param worker the name of the worker
 * @param runTime how long it ran
 * @param cpuTime CPU time of its thread; zero where it is not known, as after a crash
 * @param peakMemory as in {@link Execution}
 * @param end what became of it, in one line
 */
public record Attempt(
    String worker, Duration runTime, Duration cpuTime, long peakMemory, String end)
    implements Serializable {

  private static final long serialVersionUID = 1;
}
