package dev.rota.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.supervise.Supervision.Circuit;
import dev.rota.supervise.Supervision.Mode;
import dev.rota.supervise.Supervision.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The supervisor, told by hand what happens. */
class SupervisorTest {

  private final Supervisor supervisor = new Supervisor(2, 3, 1_000, 10, 80);
  private final List<SupervisorAction> actions = new ArrayList<>();
  private Supervision state = supervisor.initial();

  private void at(long now, SupervisorEvent event) {
    Supervisor.Step step = supervisor.next(state, event, now);
    state = step.state();
    actions.clear();
    actions.addAll(step.actions());
  }

  @Test
  void startsAtFullStrength() {
    at(0, new SupervisorEvent.StrengthSet());
    assertThat(actions)
        .containsExactly(new SupervisorAction.Spawn(1), new SupervisorAction.Spawn(2));
  }

  @Test
  void replacesWhatDies() {
    at(0, new SupervisorEvent.StrengthSet());
    at(1, new SupervisorEvent.Ready(1));
    at(2, new SupervisorEvent.Proven(1));
    at(3, new SupervisorEvent.Died(1));
    assertThat(actions).containsExactly(new SupervisorAction.Spawn(3));
    assertThat(state.earlyDeaths()).isEmpty();
  }

  @Test
  void replacesTheCondemnedBeforeItIsBuried() {
    at(0, new SupervisorEvent.StrengthSet());
    at(1, new SupervisorEvent.Ready(1));
    at(2, new SupervisorEvent.Condemned(1));
    assertThat(actions)
        .containsExactly(new SupervisorAction.Kill(1), new SupervisorAction.Spawn(3));
    at(3, new SupervisorEvent.Died(1));
    assertThat(actions).isEmpty();
  }

  @Test
  void opensTheCircuitWhenWorkersCannotLive() {
    at(0, new SupervisorEvent.StrengthSet());
    at(1, new SupervisorEvent.Died(1));
    at(2, new SupervisorEvent.Died(2));
    at(3, new SupervisorEvent.Died(3));
    assertThat(state.circuit()).isEqualTo(new Circuit.Closed());
    at(4, new SupervisorEvent.Died(4));
    assertThat(state.circuit()).isEqualTo(new Circuit.Open(14));
    assertThat(actions).containsExactly(new SupervisorAction.WakeAt(14));
  }

  @Test
  void bearsDeathsThatAreFarApart() {
    at(0, new SupervisorEvent.StrengthSet());
    for (int worker = 1; worker <= 20; worker++) {
      at(worker * 400L, new SupervisorEvent.Died(worker));
      assertThat(state.circuit()).isEqualTo(new Circuit.Closed());
    }
  }

  @Test
  void triesOneWorkerAfterTheBackoffAndDoublesItWhenThatDies() {
    open();
    at(13, new SupervisorEvent.Woken());
    assertThat(actions).isEmpty();
    at(14, new SupervisorEvent.Woken());
    assertThat(actions).containsExactly(new SupervisorAction.Spawn(6));
    at(15, new SupervisorEvent.Died(6));
    assertThat(actions).containsExactly(new SupervisorAction.WakeAt(15 + 20));
  }

  @Test
  void closesTheCircuitWhenTheTrialFinishesATask() {
    open();
    at(14, new SupervisorEvent.Woken());
    at(15, new SupervisorEvent.Ready(6));
    assertThat(actions).isEmpty();
    at(16, new SupervisorEvent.Proven(6));
    assertThat(actions).containsExactly(new SupervisorAction.Spawn(7));
    assertThat(state.backoff()).isEqualTo(10);
  }

  @Test
  void backsOffNoLongerThanTheMost() {
    open();
    long now = 14;
    for (int worker = 6; worker < 20; worker++) {
      at(now, new SupervisorEvent.Woken());
      at(now, new SupervisorEvent.Died(worker));
      now = ((Circuit.Open) state.circuit()).until();
    }
    assertThat(state.backoff()).isEqualTo(80);
  }

  @Test
  void endsWhenAllWorkersAreGone() {
    at(0, new SupervisorEvent.StrengthSet());
    at(1, new SupervisorEvent.Ready(1));
    at(2, new SupervisorEvent.Shutdown());
    assertThat(actions).isEmpty();
    at(3, new SupervisorEvent.Drained());
    assertThat(actions).containsExactly(new SupervisorAction.Stop(1), new SupervisorAction.Stop(2));
    at(4, new SupervisorEvent.Died(1));
    assertThat(actions).isEmpty();
    at(5, new SupervisorEvent.Died(2));
    assertThat(actions).containsExactly(new SupervisorAction.Finish());
    assertThat(state.mode()).isEqualTo(Mode.ENDED);
  }

  @Test
  void refusesWhatIsQueuedWhenItDrainsWithoutWorkers() {
    open();
    at(6, new SupervisorEvent.Shutdown());
    assertThat(actions).contains(new SupervisorAction.RefuseQueued());
  }

  @Test
  void keepsAWorkerThatLeavesOutOfTheStrength() {
    at(0, new SupervisorEvent.StrengthSet());
    at(1, new SupervisorEvent.Ready(2));
    at(2, new SupervisorEvent.Retired(2));
    assertThat(actions)
        .containsExactly(new SupervisorAction.Stop(2), new SupervisorAction.Spawn(3));
    assertThat(state.workers()).containsEntry(2, Phase.LEAVING);
  }

  @Test
  void replacesThoseThatAreDueOneAfterTheOther() {
    at(0, new SupervisorEvent.StrengthSet());
    at(1, new SupervisorEvent.Ready(1));
    at(2, new SupervisorEvent.Due(1));
    assertThat(actions).isEmpty(); // the other is not ready
    at(3, new SupervisorEvent.Ready(2));
    at(4, new SupervisorEvent.Due(1));
    assertThat(actions)
        .containsExactly(new SupervisorAction.Stop(1), new SupervisorAction.Spawn(3));
    at(5, new SupervisorEvent.Due(2));
    at(6, new SupervisorEvent.Died(1));
    at(7, new SupervisorEvent.Due(2));
    assertThat(actions).isEmpty(); // the replacement is not ready
    at(8, new SupervisorEvent.Ready(3));
    at(9, new SupervisorEvent.Due(2));
    assertThat(actions)
        .containsExactly(new SupervisorAction.Stop(2), new SupervisorAction.Spawn(4));
  }

  /** Five early deaths: more than three are borne, one more while the circuit is open. */
  private void open() {
    at(0, new SupervisorEvent.StrengthSet());
    for (int worker = 1; worker <= 5; worker++) {
      at(Math.min(worker, 4), new SupervisorEvent.Died(worker));
    }
    assertThat(state.circuit()).isEqualTo(new Circuit.Open(14));
  }
}
