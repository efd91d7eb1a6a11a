package dev.rota.checks.compare.figure;

import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import dev.rota.process.ProcessPool;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Work for a processor, in a worker that has done it before. */
final class CpuBound implements Figure {

  private static final String ROTA = "Rota: a worker, default flags";
  private static final String PLAIN = "JVM, default flags";
  private static final int WARM_UP = 20;

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String about() {
    return "The same work in a warm worker and on a thread of a plain JVM, timed where it is done.";
  }

  @Override
  public List<Target> targets() {
    return Stream.of(Compute.values())
        .map(work -> Target.atMost(1.03, ROTA, quantity(work), PLAIN))
        .toList();
  }

  @Override
  public int repeats() {
    return 10;
  }

  @Override
  public void set(Stage stage) throws Exception {
    ProcessPool pool = stage.keep(ProcessPool.builder().workers(1).build());
    PlainJvm plain = stage.keep(new PlainJvm());
    for (Compute work : Compute.values()) {
      for (int i = 0; i < WARM_UP; i++) {
        long _ = pool.submit(work).get();
        long _ = plain.run(work);
      }
      stage.line(ROTA, quantity(work), () -> pool.submit(work).get() / 1e6);
      stage.line(PLAIN, quantity(work), () -> plain.run(work) / 1e6);
    }
  }

  private static Quantity quantity(Compute work) {
    return new Quantity(work.name().toLowerCase(Locale.ROOT), Unit.MILLIS);
  }
}
