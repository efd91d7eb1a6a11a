package dev.rota.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.supervise.Supervision.Circuit;
import dev.rota.supervise.Supervision.Mode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The supervisor in a world of random events, sane and insane, in random order. A failing sequence
 * names its seed; {@code new World(seed).live()} replays it.
 */
class SupervisorSequencesTest {

  private static final int SEQUENCES = Boolean.getBoolean("rota.long") ? 10_000_000 : 100_000;

  @Test
  void keepsItsPromisesWhateverHappens() {
    for (long seed = 0; seed < SEQUENCES; seed++) {
      try {
        new World(seed).live();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static final class World {

    /** Where a clock that begins anywhere may stand, also shortly before its overflow. */
    private static final long[] BEGINNINGS = {0, -500, Long.MAX_VALUE - 300};

    private static final long LEAST = 10;
    private static final long MOST = 160;

    private final Random random;
    private final Supervisor supervisor;
    private final Set<Integer> processes = new TreeSet<>(); // that were spawned and live
    private final Set<Integer> leaving = new TreeSet<>(); // of them, those told to go or killed
    private final Set<Integer> everSpawned = new HashSet<>();
    private final PriorityQueue<Long> alarms =
        new PriorityQueue<>((one, other) -> Long.signum(one - other));
    private final Deque<Long> early = new ArrayDeque<>(); // model of what must open the circuit
    private Supervision state;
    private long now;
    private boolean finished;

    World(long seed) {
      random = new Random(seed);
      supervisor = new Supervisor(1 + random.nextInt(4), 1 + random.nextInt(4), 100, LEAST, MOST);
      state = supervisor.initial();
      now = BEGINNINGS[random.nextInt(BEGINNINGS.length)];
    }

    void live() {
      tell(new SupervisorEvent.StrengthSet());
      int events = 5 + random.nextInt(40);
      for (int i = 0; i < events; i++) {
        now += random.nextInt(30);
        ringAlarms();
        tell(anyEvent());
      }
      die();
    }

    /** Whatever went before: after a shutdown everything comes to an end. */
    private void die() {
      tell(new SupervisorEvent.Shutdown());
      tell(new SupervisorEvent.Drained());
      for (int worker : List.copyOf(processes)) {
        bury(worker);
      }
      assertThat(state.mode()).isEqualTo(Mode.ENDED);
      assertThat(finished).isTrue();
      assertThat(processes).isEmpty();
    }

    private SupervisorEvent anyEvent() {
      int worker = anyWorker();
      return switch (random.nextInt(22)) {
        case 0 -> new SupervisorEvent.Retired(worker);
        case 1, 2 -> new SupervisorEvent.Condemned(worker);
        case 3 -> rarely(new SupervisorEvent.Shutdown(), new SupervisorEvent.Ready(worker));
        case 4 -> new SupervisorEvent.Woken();
        case 5, 6, 7, 8, 9 -> new SupervisorEvent.Ready(worker);
        case 10, 11 -> new SupervisorEvent.Proven(worker);
        case 12 -> rarely(new SupervisorEvent.Drained(), new SupervisorEvent.Proven(worker));
        case 13, 14 -> new SupervisorEvent.Due(worker);
        default -> new SupervisorEvent.Died(worker);
      };
    }

    private SupervisorEvent rarely(SupervisorEvent rare, SupervisorEvent usual) {
      return random.nextInt(4) == 0 ? rare : usual;
    }

    /** Mostly one that lives, sometimes one that never was or is dead. */
    private int anyWorker() {
      if (processes.isEmpty() || random.nextInt(10) == 0) {
        return random.nextInt(20);
      }
      return new ArrayList<>(processes).get(random.nextInt(processes.size()));
    }

    private void ringAlarms() {
      while (!alarms.isEmpty() && alarms.peek() - now <= 0) {
        alarms.remove();
        tell(new SupervisorEvent.Woken());
      }
    }

    private void bury(int worker) {
      tell(new SupervisorEvent.Died(worker));
    }

    private void tell(SupervisorEvent event) {
      Supervision before = state;
      Supervisor.Step step = supervisor.next(before, event, now);
      assertThat(supervisor.next(before, event, now)).as("purity").isEqualTo(step);
      state = step.state();
      if (event instanceof SupervisorEvent.Died(int worker)) {
        processes.remove(worker);
        leaving.remove(worker);
      }
      if (event instanceof SupervisorEvent.Due(int worker)) {
        checkDue(before, worker, step.actions());
      }
      noteEarlyDeath(before, event);
      step.actions().forEach(this::perform);
      check(step.actions());
    }

    /** It goes, and is replaced, if nothing else is being replaced; or nothing happens. */
    private void checkDue(Supervision before, int worker, List<SupervisorAction> actions) {
      boolean replacing =
          before.workers().containsValue(Supervision.Phase.STARTING)
              || strength() < supervisor.strength();
      boolean stays =
          before.workers().getOrDefault(worker, Supervision.Phase.LEAVING)
              == Supervision.Phase.LEAVING;
      boolean quiet =
          before.mode() == Mode.RUNNING && before.circuit() instanceof Circuit.Closed && !replacing;
      if (quiet && !stays) {
        assertThat(actions)
            .hasSize(2)
            .contains(new SupervisorAction.Stop(worker))
            .hasAtLeastOneElementOfType(SupervisorAction.Spawn.class);
      } else {
        assertThat(actions).doesNotContain(new SupervisorAction.Stop(worker));
      }
    }

    private void noteEarlyDeath(Supervision before, SupervisorEvent event) {
      boolean died =
          switch (event) {
            case SupervisorEvent.Died(int worker) ->
                before.workers().get(worker) == Supervision.Phase.STARTING
                    || before.workers().get(worker) == Supervision.Phase.READY;
            case SupervisorEvent.Condemned(int worker) ->
                before.workers().get(worker) == Supervision.Phase.STARTING;
            default -> false;
          };
      boolean forgiven =
          event instanceof SupervisorEvent.Proven(int worker)
              && before.workers().get(worker) == Supervision.Phase.READY;
      if (forgiven || before.circuit() instanceof Circuit.Open) {
        early.clear();
      }
      if (died && before.circuit() instanceof Circuit.Closed) {
        early.addLast(now);
        early.removeIf(then -> now - then > supervisor.period());
        boolean open = state.circuit() instanceof Circuit.Open;
        assertThat(open).as("opens").isEqualTo(early.size() > supervisor.intensity());
      }
    }

    private void perform(SupervisorAction action) {
      assertThat(finished).as("acts after its end").isFalse();
      switch (action) {
        case SupervisorAction.Spawn(int worker) -> {
          assertThat(everSpawned.add(worker)).as("a new number").isTrue();
          processes.add(worker);
        }
        case SupervisorAction.Stop(int worker) -> leaves(worker);
        case SupervisorAction.Kill(int worker) -> leaves(worker);
        case SupervisorAction.WakeAt(long at) -> alarms.add(at);
        case SupervisorAction.RefuseQueued() -> assertThat(strength()).isZero();
        case SupervisorAction.Finish() -> finished = true;
      }
    }

    private void leaves(int worker) {
      assertThat(processes).contains(worker);
      leaving.add(worker);
    }

    private int strength() {
      return processes.size() - leaving.size();
    }

    private void check(List<SupervisorAction> actions) {
      assertThat(state.workers().keySet()).as("knows what lives").isEqualTo(processes);
      assertThat(strength()).isLessThanOrEqualTo(supervisor.strength());
      assertThat(state.backoff()).isBetween(LEAST, MOST);
      boolean working = state.mode() == Mode.RUNNING || state.mode() == Mode.DRAINING;
      switch (state.circuit()) {
        case Circuit.Closed() -> {
          if (working) {
            assertThat(strength()).as("full strength").isEqualTo(supervisor.strength());
          }
        }
        case Circuit.Open(long until) -> {
          assertThat(alarms).as("will wake").contains(until);
          assertThat(actions).noneMatch(SupervisorAction.Spawn.class::isInstance);
        }
        case Circuit.Trial() -> {
          if (working) {
            assertThat(strength()).as("a trial lives").isPositive();
          }
        }
      }
      assertThat(finished).isEqualTo(state.mode() == Mode.ENDED);
    }
  }
}
