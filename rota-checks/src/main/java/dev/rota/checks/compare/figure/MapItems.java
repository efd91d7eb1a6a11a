package dev.rota.checks.compare.figure;

import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import dev.rota.checks.compare.peer.Peers;
import dev.rota.checks.compare.peer.Work;
import java.util.List;
import java.util.stream.Stream;

/** One call for many small inputs. */
final class MapItems implements Figure {

  private static final Quantity BYTES = new Quantity("100 B, 1 worker", Unit.PER_SECOND);
  private static final Quantity BYTES_FOUR = new Quantity("100 B, 4 workers", Unit.PER_SECOND);
  private static final Quantity INTEGERS = new Quantity("integers, 1 worker", Unit.PER_SECOND);
  private static final Quantity INTEGERS_FOUR =
      new Quantity("integers, 4 workers", Unit.PER_SECOND);

  @Override
  public String name() {
    return "map";
  }

  @Override
  public String about() {
    return "Items a second of a map over small inputs; Rota's each with a time-out, an outcome"
        + " and events of its own.";
  }

  @Override
  public List<Target> targets() {
    return Stream.of(BYTES, BYTES_FOUR, INTEGERS, INTEGERS_FOUR)
        .map(items -> Target.atLeast(1, Peers.ROTA.title(), items, Peers.MULTIPROCESSING.title()))
        .toList();
  }

  @Override
  public void set(Stage stage) throws Exception {
    Peers.set(stage, Work.MAP_BYTES, 1, BYTES);
    Peers.set(stage, Work.MAP_BYTES, 4, BYTES_FOUR);
    Peers.set(stage, Work.MAP_INTEGERS, 1, INTEGERS);
    Peers.set(stage, Work.MAP_INTEGERS, 4, INTEGERS_FOUR);
  }
}
