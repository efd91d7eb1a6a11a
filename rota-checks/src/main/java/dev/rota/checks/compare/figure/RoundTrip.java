package dev.rota.checks.compare.figure;

import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import dev.rota.checks.compare.peer.Peers;
import dev.rota.checks.compare.peer.Work;
import java.util.List;

/** One task at a time. */
final class RoundTrip implements Figure {

  private static final Quantity P50 = new Quantity("p50", Unit.MICROS);

  @Override
  public String name() {
    return "round-trip";
  }

  @Override
  public String about() {
    return "From submit to the result, one task at a time, 100 B there and back, 1 worker.";
  }

  @Override
  public List<Target> targets() {
    String rota = Peers.ROTA.title() + ": submit a record";
    return List.of(
        Target.atMost(1 / 3.0, rota, P50, "Python ProcessPoolExecutor"),
        Target.atMost(1, rota, P50, Peers.PISCINA.title()));
  }

  @Override
  public void set(Stage stage) throws Exception {
    Peers.set(stage, Work.ROUND_TRIP, 1, P50);
  }
}
