package dev.rota.cli.progress;

import dev.rota.cli.input.Inputs;
import java.io.PrintWriter;

/** What standard error shows while a run goes on. Closed before anything else is printed there. */
public interface Progress extends AutoCloseable {

  /** Called several times a second. */
  void tick();

  @Override
  void close();

  /** A bar on a terminal, elsewhere a line now and then. */
  static Progress of(Tally tally, Inputs inputs, PrintWriter err) {
    return Terminal.isThere() ? new Bar(tally, inputs, err) : new Lines(tally, err);
  }

  /** Shows nothing. */
  static Progress none() {
    return new Progress() {
      @Override
      public void tick() {}

      @Override
      public void close() {}
    };
  }
}
