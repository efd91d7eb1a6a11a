package dev.rota.supervise;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of the {@link Supervisor}: a value, never changed.
 *
 * @param mode whether the pool still takes tasks
 * @param workers the living workers by number and how far each has come
 * @param nextWorker the number of the next worker
 * @param earlyDeaths when workers died early, in ns, within the last period, oldest first
 * @param circuit whether workers are started
 * @param backoff how long the circuit stays open the next time, in ns
 */
public record Supervision(
    Mode mode,
    Map<Integer, Phase> workers,
    int nextWorker,
    List<Long> earlyDeaths,
    Circuit circuit,
    long backoff) {

  /** Whether the pool still takes tasks. */
  public enum Mode {
    /** Keeps itself at full strength. */
    RUNNING,
    /** Works off what is queued. */
    DRAINING,
    /** All workers are told to go. */
    ENDING,
    /** All workers are gone. */
    ENDED
  }

  /** How far a worker has come. */
  public enum Phase {
    /** Being started. */
    STARTING,
    /** Ready, but has not finished a task. */
    READY,
    /** Has finished a task. */
    PROVEN,
    /** Told to go, or killed. */
    LEAVING
  }

  /** Whether workers are started. */
  public sealed interface Circuit {
    /** They are. */
    record Closed() implements Circuit {}

    /** They are not, until a moment in ns. */
    record Open(long until) implements Circuit {}

    /** One is tried; the others wait for it to finish a task. */
    record Trial() implements Circuit {}
  }

  static Supervision initial(long leastBackoff) {
    return new Supervision(
        Mode.RUNNING, Map.of(), 1, List.of(), new Circuit.Closed(), leastBackoff);
  }

  /** Copies what it is given. */
  public Supervision {
    workers = Collections.unmodifiableMap(new TreeMap<>(workers));
    earlyDeaths = List.copyOf(earlyDeaths);
  }

  /** How many workers are there or on their way, not counting those that leave. */
  public int strength() {
    return workers.size() - count(Phase.LEAVING);
  }

  /** How many workers are in a phase. */
  public int count(Phase phase) {
    return Collections.frequency(workers.values(), phase);
  }

  /** Whether nothing can run tasks and nothing is being started. */
  public boolean isStuck() {
    return circuit instanceof Circuit.Open && strength() == 0;
  }

  /** Whether the pool works and all its workers are ready. */
  public boolean isWhole(int strength) {
    return mode == Mode.RUNNING
        && circuit instanceof Circuit.Closed
        && strength() >= strength
        && count(Phase.STARTING) == 0;
  }

  Supervision with(Mode mode) {
    return new Supervision(mode, workers, nextWorker, earlyDeaths, circuit, backoff);
  }

  Supervision with(Circuit circuit, long backoff) {
    return new Supervision(mode, workers, nextWorker, earlyDeaths, circuit, backoff);
  }

  Supervision with(int worker, Phase phase) {
    Map<Integer, Phase> changed = new TreeMap<>(workers);
    changed.put(worker, phase);
    return new Supervision(
        mode, changed, Math.max(nextWorker, worker + 1), earlyDeaths, circuit, backoff);
  }

  Supervision without(int worker) {
    Map<Integer, Phase> changed = new TreeMap<>(workers);
    changed.remove(worker);
    return new Supervision(mode, changed, nextWorker, earlyDeaths, circuit, backoff);
  }

  Supervision withEarlyDeath(long now, long period) {
    Deque<Long> recent = new ArrayDeque<>(earlyDeaths);
    recent.addLast(now);
    while (now - recent.getFirst() > period) {
      recent.removeFirst();
    }
    return new Supervision(mode, workers, nextWorker, List.copyOf(recent), circuit, backoff);
  }

  Supervision withoutEarlyDeaths() {
    return new Supervision(mode, workers, nextWorker, List.of(), circuit, backoff);
  }
}
