package dev.rota.supervise;

import dev.rota.supervise.Supervision.Circuit;
import dev.rota.supervise.Supervision.Mode;
import dev.rota.supervise.Supervision.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what becomes of workers: a pure function from state and event to state and actions. It
 * reads no clock and touches no process, so every course of events can be replayed.
 *
 * <p>It keeps {@code strength} workers alive. Workers that die before they have finished a task say
 * that workers cannot live; more than {@code intensity} of them within {@code period} open the
 * circuit: no worker is started for a while that doubles each time, then one is tried. A worker
 * that finishes a task closes the circuit and forgives all. Workers that have merely served their
 * time go one at a time, each when its predecessor's replacement is ready. Intensity and period are
 * those of Erlang/OTP's {@code supervisor}; the circuit is Nygard's, "Release It!".
 *
 * @param strength how many workers to keep, spares included
 * @param intensity how many early deaths within the period are borne
 * @param period in ns
 * @param leastBackoff how long the circuit is open the first time, in ns
 * @param mostBackoff how long it is open at most, in ns
 */
public record Supervisor(
    int strength, int intensity, long period, long leastBackoff, long mostBackoff) {

  /** How long the circuit is open the first time if nothing else is said, in ns. */
  public static final long LEAST_BACKOFF = Duration.ofMillis(500).toNanos();

  /** How long it is open at most if nothing else is said, in ns. */
  public static final long MOST_BACKOFF = Duration.ofSeconds(30).toNanos();

  /** A state and what to do on the way to it. */
  public record Step(Supervision state, List<SupervisorAction> actions) {}

  /** Nothing is there, and nothing has died. */
  public Supervision initial() {
    return Supervision.initial(leastBackoff);
  }

  /** What follows from {@code event} at the moment {@code now}, in ns. */
  public Step next(Supervision state, SupervisorEvent event, long now) {
    List<SupervisorAction> actions = new ArrayList<>();
    Supervision next =
        switch (event) {
          case SupervisorEvent.StrengthSet() -> state;
          case SupervisorEvent.Ready(int worker) -> ready(state, worker);
          case SupervisorEvent.Proven(int worker) -> proven(state, worker);
          case SupervisorEvent.Retired(int worker) ->
              leave(state, worker, new SupervisorAction.Stop(worker), actions);
          case SupervisorEvent.Due(int worker) -> due(state, worker, actions);
          case SupervisorEvent.Condemned(int worker) -> condemn(state, worker, now, actions);
          case SupervisorEvent.Died(int worker) -> died(state, worker, now, actions);
          case SupervisorEvent.Woken() -> woken(state, now);
          case SupervisorEvent.Shutdown() -> shutdown(state);
          case SupervisorEvent.Drained() -> drained(state, actions);
        };
    next = refuseIfStuck(next, actions);
    next = restoreStrength(next, actions);
    next = finishIfEmpty(next, actions);
    return new Step(next, List.copyOf(actions));
  }

  private static Supervision ready(Supervision state, int worker) {
    return state.workers().get(worker) == Phase.STARTING ? state.with(worker, Phase.READY) : state;
  }

  private Supervision proven(Supervision state, int worker) {
    if (state.workers().get(worker) != Phase.READY) {
      return state;
    }
    return state
        .with(worker, Phase.PROVEN)
        .with(new Circuit.Closed(), leastBackoff)
        .withoutEarlyDeaths();
  }

  private static Supervision leave(
      Supervision state, int worker, SupervisorAction how, List<SupervisorAction> actions) {
    Phase phase = state.workers().get(worker);
    if (phase == null || phase == Phase.LEAVING) {
      return state;
    }
    actions.add(how);
    return state.with(worker, Phase.LEAVING);
  }

  /** Nothing is wrong with it, so it waits until the one before it has been replaced. */
  private Supervision due(Supervision state, int worker, List<SupervisorAction> actions) {
    return state.isWhole(strength)
        ? leave(state, worker, new SupervisorAction.Stop(worker), actions)
        : state;
  }

  /** A worker that leaves in peace can still be condemned. */
  private Supervision condemn(
      Supervision state, int worker, long now, List<SupervisorAction> actions) {
    Phase phase = state.workers().get(worker);
    if (phase == null) {
      return state;
    }
    actions.add(new SupervisorAction.Kill(worker));
    Supervision next = state.with(worker, Phase.LEAVING);
    return phase == Phase.STARTING ? earlyDeath(next, now, actions) : next;
  }

  private Supervision died(
      Supervision state, int worker, long now, List<SupervisorAction> actions) {
    Phase phase = state.workers().get(worker);
    if (phase == null) {
      return state;
    }
    Supervision next = state.without(worker);
    boolean early = phase == Phase.STARTING || phase == Phase.READY;
    return early ? earlyDeath(next, now, actions) : next;
  }

  private Supervision earlyDeath(Supervision state, long now, List<SupervisorAction> actions) {
    Supervision next = state.withEarlyDeath(now, period);
    boolean trialFailed = state.circuit() instanceof Circuit.Trial;
    if (state.circuit() instanceof Circuit.Open
        || !(trialFailed || next.earlyDeaths().size() > intensity)) {
      return next;
    }
    long until = now + state.backoff();
    actions.add(new SupervisorAction.WakeAt(until));
    return next.with(new Circuit.Open(until), Math.min(mostBackoff, 2 * state.backoff()))
        .withoutEarlyDeaths();
  }

  private static Supervision woken(Supervision state, long now) {
    boolean over = state.circuit() instanceof Circuit.Open(long until) && now - until >= 0;
    return over ? state.with(new Circuit.Trial(), state.backoff()) : state;
  }

  private static Supervision shutdown(Supervision state) {
    return state.mode() == Mode.RUNNING ? state.with(Mode.DRAINING) : state;
  }

  private static Supervision drained(Supervision state, List<SupervisorAction> actions) {
    if (state.mode() != Mode.DRAINING) {
      return state;
    }
    Supervision next = state.with(Mode.ENDING);
    for (int worker : state.workers().keySet()) {
      next = leave(next, worker, new SupervisorAction.Stop(worker), actions);
    }
    return next;
  }

  /** A pool that is being shut down does not wait for workers that cannot live. */
  private static Supervision refuseIfStuck(Supervision state, List<SupervisorAction> actions) {
    if (state.mode() == Mode.DRAINING && state.isStuck()) {
      actions.add(new SupervisorAction.RefuseQueued());
    }
    return state;
  }

  private Supervision restoreStrength(Supervision state, List<SupervisorAction> actions) {
    if (state.mode() == Mode.ENDING || state.mode() == Mode.ENDED) {
      return state;
    }
    int wanted =
        switch (state.circuit()) {
          case Circuit.Closed() -> strength;
          case Circuit.Trial() -> Math.min(strength, state.count(Phase.PROVEN) + 1);
          case Circuit.Open(long until) -> 0;
        };
    Supervision next = state;
    while (next.strength() < wanted) {
      int worker = next.nextWorker();
      actions.add(new SupervisorAction.Spawn(worker));
      next = next.with(worker, Phase.STARTING);
    }
    return next;
  }

  private static Supervision finishIfEmpty(Supervision state, List<SupervisorAction> actions) {
    if (state.mode() != Mode.ENDING || !state.workers().isEmpty()) {
      return state;
    }
    actions.add(new SupervisorAction.Finish());
    return state.with(Mode.ENDED);
  }
}
