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

/** Many tasks under way. */
final class Throughput implements Figure {

  private static final Quantity ONE = new Quantity("1 worker", Unit.PER_SECOND);
  private static final Quantity FOUR = new Quantity("4 workers", Unit.PER_SECOND);

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public String about() {
    return "Tasks a second with 128 under way, 100 B there and back, each with a future; Rota's"
        + " with a time-out and an observer.";
  }

  @Override
  public List<Target> targets() {
    String rota = Peers.ROTA.title() + ": submit a record";
    return Stream.of(ONE, FOUR)
        .flatMap(
            workers ->
                Stream.of(
                    Target.atLeast(30, rota, workers, "Python ProcessPoolExecutor"),
                    Target.atLeast(8, rota, workers, Peers.MULTIPROCESSING.title() + ": imap"),
                    Target.atLeast(8, rota, workers, Peers.PISCINA.title())))
        .toList();
  }

  @Override
  public void set(Stage stage) throws Exception {
    Peers.set(stage, Work.WINDOW, 1, ONE);
    Peers.set(stage, Work.WINDOW, 4, FOUR);
  }
}
