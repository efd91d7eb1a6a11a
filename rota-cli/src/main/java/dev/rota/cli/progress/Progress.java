package dev.rota.cli.progress;

import java.io.PrintWriter;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What standard error shows while a run goes on. Closed before anything else is printed there. */
public interface Progress extends AutoCloseable {

  /** Called several times a second. */
  void tick();

  @Override
  void close();

  /**
   * A bar on a terminal, elsewhere a line now and then.
   *
   * @param count how many inputs there are, if that can be known; may take its time
   */
  static Progress of(Tally tally, Supplier<OptionalLong> count, PrintWriter err) {
    return Terminal.isThere() ? new Bar(tally, count, err) : new Lines(tally, err);
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
