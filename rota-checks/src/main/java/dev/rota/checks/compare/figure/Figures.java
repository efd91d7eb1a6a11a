package dev.rota.checks.compare.figure;

import dev.rota.checks.compare.measure.Figure;
import java.util.List;

/** All figures, in the order of their tables. */
public final class Figures {

  public static final List<Figure> ALL =
      List.of(
          new StartToReady(),
          new FirstTask(),
          new RoundTrip(),
          new Throughput(),
          new MapItems(),
          new Large(),
          new Deadline(),
          new IdlePool(),
          new ManyWorkers(),
          new MillionQueued(),
          new CpuBound(),
          new MapFiles());

  private Figures() {}
}
